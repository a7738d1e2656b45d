package serve

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

func line1(t testing.TB) string {
	t.Helper()
	return strings.TrimSpace(string(gossh.MarshalAuthorizedKey(newSigner(t).PublicKey())))
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	one, two := line1(t), line1(t)
	keys, err := ParseKeys("k", []byte("# the team\n\nadmin=ana@acme.example "+one+" ana@laptop\n\tadmin=7310002,read-only,theme=light,keys=\"vim\" "+two+"\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(keys) != 2 || keys[0].Admin != "ana@acme.example" || keys[0].ReadOnly || keys[0].Line != 3 ||
		keys[1].Admin != "7310002" || !keys[1].ReadOnly || keys[1].Theme != "light" || keys[1].Preset != "vim" {
		t.Errorf("%+v", keys)
	}
	for name, c := range map[string]struct {
		text, want string
		line       int
	}{
		"no admin":         {one, "whose key", 1},
		"an empty admin":   {"admin= " + one, `"admin=" is not understood`, 1},
		"another option":   {"\nadmin=a@b,command=\"sh\" " + one, `"command`, 2},
		"a misspelt one":   {"admin=a@b,readonly " + one, `"readonly" is not understood`, 1},
		"two admins":       {"admin=a@b,admin=c@d " + one, `"admin=c@d"`, 1},
		"a broken key":     {"admin=a@b ssh-ed25519 AAAA", "no public key", 1},
		"words":            {"# x\nadmin=a@b\n", "no public key", 2},
		"one key twice":    {"admin=a@b " + one + "\nadmin=c@d " + one, "the same key as in line 1", 2},
		"what cannot show": {"admin=a@b,\x1b[31m " + one, "not understood", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			keys, err := ParseKeys("the/list", []byte(c.text))
			e, ok := errors.AsType[*KeysError](err)
			if !ok || keys != nil || e.Line != c.line || !strings.Contains(e.Error(), c.want) || strings.Contains(e.Error(), "\x1b") {
				t.Errorf("%v, %v; want line %d: %s", keys, err, c.line, c.want)
			}
		})
	}
}

func FuzzParseKeys(f *testing.F) {
	f.Add([]byte("admin=ana@acme.example,read-only " + line1(f) + " x\n# y\n"))
	f.Add([]byte("admin=\"a b\",theme=x ssh-ed25519 AAAA\n\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		keys, err := ParseKeys("k", b)
		if err != nil && keys != nil {
			t.Error("an error with keys")
		}
		for _, k := range keys {
			if k.Admin == "" || k.Public == nil || k.Line < 1 {
				t.Errorf("%+v", k)
			}
		}
	})
}

func TestKeysFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys")
	if _, err := OpenKeys(path, nil); err == nil || !strings.Contains(err.Error(), "there is no such file") {
		t.Errorf("%v", err)
	}
	s := newSigner(t)
	write := func(text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	own := "admin=a@b " + string(gossh.MarshalAuthorizedKey(s.PublicKey()))
	write(own, 0o600)
	k, err := OpenKeys(path, func(k Key) error {
		if k.Theme != "" {
			return errors.New("no such theme")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := k.Find(s.PublicKey()); !ok {
		t.Error("the key is not found")
	}
	for _, c := range []struct {
		text, want string
		mode       os.FileMode
	}{
		{own, "chmod go-w", 0o622},
		{"admin=a@b,theme=x " + strings.TrimPrefix(own, "admin=a@b "), "keys:1: no such theme", 0o600},
		{"", "", 0o600},
	} {
		write(c.text, c.mode)
		later := time.Now().Add(time.Hour) // a clock that is too coarse must not hide the change
		if err := os.Chtimes(path, later, later); err != nil {
			t.Fatal(err)
		}
		_, err := k.All()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
		if _, ok := k.Find(s.PublicKey()); ok {
			t.Errorf("the key is in force although: %s", c.want)
		}
	}
}
