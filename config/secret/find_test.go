package secret_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"parley/config/secret"
)

// ring is a keyring that counts what is asked of it.
type ring struct {
	tokens map[string]string
	err    error
	asked  int
}

func (r *ring) Get(_ context.Context, account string) (string, error) {
	r.asked++
	if r.err != nil {
		return "", r.err
	}
	if t, ok := r.tokens[account]; ok {
		return t, nil
	}
	return "", secret.ErrNone
}

func (r *ring) Set(context.Context, string, string) error { return errors.New("not asked for") }
func (r *ring) Delete(context.Context, string) error      { return errors.New("not asked for") }

func TestFindAsksInOrder(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the commands of this test are those of Unix")
	}
	file := filepath.Join(t.TempDir(), "deep", "token")
	kept, err := secret.New("from-file")
	if err != nil {
		t.Fatal(err)
	}
	if err := secret.WriteFile(file, kept); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no session bus")
	tests := []struct {
		name    string
		env     string
		command []string
		ring    *ring
		file    string
		want    string
		from    string
		asked   int
		problem string
		keyring bool // why it could not be asked is told
	}{
		{name: "environment", env: "from-env", command: []string{"false"}, ring: &ring{err: broken}, file: file, want: "from-env", from: "INTERCOM_TOKEN"},
		{name: "command", command: []string{"printf", " from-command \r\nmore\n"}, ring: &ring{err: broken}, want: "from-command", from: "token_command"},
		{name: "command that fails", command: []string{"sh", "-c", "echo tok-en; exit 3"}, file: file, problem: "token_command: sh: exit status 3"},
		{name: "command that is not there", command: []string{"no-such-program-here"}, problem: "token_command: no-such-program-here: "},
		{name: "command that says nothing", command: []string{"true"}, problem: "token_command: its first line is empty"},
		{name: "keyring", ring: &ring{tokens: map[string]string{"eu": "from-ring"}}, file: file, want: "from-ring", from: "keyring", asked: 1},
		{name: "an empty keyring", ring: &ring{}, file: file, want: "from-file", from: file, asked: 1},
		{name: "a keyring that fails", ring: &ring{err: broken}, file: file, want: "from-file", from: file, asked: 1, keyring: true},
		{name: "nowhere", ring: &ring{err: broken}, file: file + "-not", asked: 1, keyring: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := secret.Sources{
				Getenv:  func(k string) string { return map[string]string{"INTERCOM_TOKEN": tt.env}[k] },
				Command: tt.command, Account: "eu", File: tt.file,
			}
			if tt.ring != nil {
				s.Keyring = tt.ring
			}
			got, err := secret.Find(t.Context(), s)
			if got.Token.Reveal() != tt.want || got.From != tt.from || (got.Keyring != nil) != tt.keyring {
				t.Errorf("Find() = %q from %q, keyring %v; want %q from %q", got.Token.Reveal(), got.From, got.Keyring, tt.want, tt.from)
			}
			if tt.ring != nil && tt.ring.asked != tt.asked {
				t.Errorf("the keyring was asked %d times, want %d", tt.ring.asked, tt.asked)
			}
			if (err != nil) != (tt.problem != "") || err != nil && !strings.HasPrefix(err.Error(), tt.problem) {
				t.Errorf("Find() error = %v, want %s…", err, tt.problem)
			}
		})
	}
}

func TestFindGivesUpWhenInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := secret.Find(ctx, secret.Sources{Getenv: func(string) string { return "" }, Command: []string{"sleep", "600"}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Find() error = %v", err)
	}
}

func TestTokenFilesAreTheirOwners(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("rights are not in the mode there")
	}
	file := filepath.Join(t.TempDir(), "profile", "token")
	token, err := secret.New("abc")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // over itself too
		if err := secret.WriteFile(file, token); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v", info.Mode(), err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
	find := func(path string) error {
		_, err := secret.Find(t.Context(), secret.Sources{Getenv: func(string) string { return "" }, File: path})
		return err
	}
	if err := find(file); err != nil {
		t.Error(err)
	}
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := find(file); err == nil || !strings.Contains(err.Error(), "run chmod 600 "+file) || strings.Contains(err.Error(), "abc") {
		t.Errorf("a file that others can read: %v", err)
	}
	if err := find(filepath.Dir(file)); err == nil || !strings.Contains(err.Error(), "it is not a file") {
		t.Errorf("a folder: %v", err)
	}
	if err := secret.RemoveFile(file); err != nil {
		t.Error(err)
	}
	if err := secret.RemoveFile(file); !errors.Is(err, secret.ErrNone) {
		t.Errorf("removed twice: %v", err)
	}
}
