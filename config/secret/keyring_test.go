package secret

import (
	"errors"
	"testing"

	"github.com/zalando/go-keyring"
)

// The mock replaces the keyring of the whole process: this test runs alone.
func TestTheSystemsKeyring(t *testing.T) {
	keyring.MockInit()
	r := System(func(name string) string { return "set:" + name })
	if r == nil {
		t.Fatal("there is none")
	}
	if got, err := r.Get(t.Context(), "eu"); got != "" || !errors.Is(err, ErrNone) {
		t.Errorf("before: %q, %v", got, err)
	}
	if err := r.Set(t.Context(), "eu", "tok"); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Get(t.Context(), "eu"); got != "tok" || err != nil {
		t.Errorf("kept: %q, %v", got, err)
	}
	if got, err := r.Get(t.Context(), "us"); got != "" || !errors.Is(err, ErrNone) {
		t.Errorf("of another account: %q, %v", got, err)
	}
	if err := r.Delete(t.Context(), "eu"); err != nil {
		t.Error(err)
	}
	if err := r.Delete(t.Context(), "eu"); !errors.Is(err, ErrNone) {
		t.Errorf("deleted twice: %v", err)
	}
	locked := errors.New("locked")
	keyring.MockInitWithError(locked)
	if _, err := r.Get(t.Context(), "eu"); !errors.Is(err, locked) {
		t.Errorf("a keyring that fails: %v", err)
	}
	if err := r.Set(t.Context(), "eu", "tok"); !errors.Is(err, locked) {
		t.Errorf("a keyring that fails: %v", err)
	}
}

// Without a session there is no keyring to ask.
func TestNoKeyringWithoutASession(t *testing.T) {
	t.Parallel()
	if r := System(func(string) string { return "" }); r != nil {
		t.Errorf("%T", r)
	}
}
