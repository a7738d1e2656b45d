package secret

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/zalando/go-keyring"
)

// ErrNone says that a place holds no token.
var ErrNone = errors.New("there is no token")

// Keyring keeps tokens by account. Get and Delete of what is not there give
// ErrNone.
type Keyring interface {
	Get(ctx context.Context, account string) (string, error)
	Set(ctx context.Context, account, token string) error
	Delete(ctx context.Context, account string) error
}

// service is the name under which the system's keyring lists Parley.
const service = "parley"

// keyringLimit is how long the system's keyring may take: it can hang behind
// a prompt that nobody sees.
const keyringLimit = 3 * time.Second

// System returns the keyring of the operating system, and nil where the
// environment has none: on a server nobody runs one, and asking takes long.
func System(getenv func(string) string) Keyring {
	switch runtime.GOOS {
	case "darwin", "windows":
		if getenv("HOME") == "" && getenv("USERPROFILE") == "" {
			return nil
		}
		return system{}
	}
	if getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		run := getenv("XDG_RUNTIME_DIR")
		if run == "" {
			return nil
		}
		if _, err := os.Stat(filepath.Join(run, "bus")); err != nil {
			return nil
		}
	}
	return system{}
}

type system struct{}

func (system) Get(ctx context.Context, account string) (string, error) {
	return limit(ctx, func() (string, error) { return keyring.Get(service, account) })
}

func (system) Set(ctx context.Context, account, token string) error {
	_, err := limit(ctx, func() (string, error) { return "", keyring.Set(service, account, token) })
	return err
}

func (system) Delete(ctx context.Context, account string) error {
	_, err := limit(ctx, func() (string, error) { return "", keyring.Delete(service, account) })
	return err
}

// limit gives up on a call that nothing can end; its goroutine stays behind.
func limit(ctx context.Context, f func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	ctx, cancel := context.WithTimeout(ctx, keyringLimit)
	defer cancel()
	answers := make(chan answer, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				answers <- answer{err: fmt.Errorf("the keyring failed: %v", r)}
			}
		}()
		text, err := f()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		if errors.Is(a.err, keyring.ErrNotFound) {
			return "", ErrNone
		}
		return a.text, a.err
	case <-ctx.Done():
		return "", fmt.Errorf("the keyring gave no answer within %s", keyringLimit)
	}
}
