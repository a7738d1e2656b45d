package serve

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"parley/api/safetext"
)

// Key is one line of the list: a public key and whose it is.
type Key struct {
	Admin    string // the teammate's email address, or id
	ReadOnly bool   // nothing may be sent or changed with it
	Theme    string // "" is the server's
	Preset   string // of keys on the screen; "" is the server's
	Public   ssh.PublicKey
	Line     int
}

// KeysError says what is wrong with a line of the list.
type KeysError struct {
	File    string
	Line    int // 0 where it is about the file
	Problem string
}

// Error names file and line.
func (e *KeysError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Problem
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Problem)
}

// maxKeys is how large the list may be, in bytes.
const maxKeys = 1 << 20

// ParseKeys reads a list of keys, one a line:
//
//	admin=ana@acme.example[,read-only][,theme=NAME][,keys=PRESET] ssh-ed25519 AAAA… [comment]
//
// Empty lines and lines that begin with # say nothing. The first line that
// cannot be read is a *KeysError: a list that is half understood would let in
// somebody whom it was meant to keep out.
func ParseKeys(file string, b []byte) ([]Key, error) {
	var keys []Key
	seen := map[string]int{}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, maxKeys)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		k, problem := parseKey(line)
		if problem != "" {
			return nil, &KeysError{file, n, problem}
		}
		k.Line = n
		id := string(k.Public.Marshal())
		if first := seen[id]; first > 0 {
			return nil, &KeysError{file, n, fmt.Sprintf("the same key as in line %d; one key is one teammate", first)}
		}
		seen[id] = n
		keys = append(keys, k)
	}
	if err := lines.Err(); err != nil {
		return nil, &KeysError{File: file, Problem: err.Error()}
	}
	return keys, nil
}

const keyForm = "admin=EMAIL[,read-only] ssh-ed25519 AAAA… comment"

func parseKey(line string) (k Key, problem string) {
	public, _, options, rest, err := gossh.ParseAuthorizedKey([]byte(line))
	switch {
	case err != nil:
		return k, "there is no public key in it; a line is " + keyForm
	case len(bytes.TrimSpace(rest)) > 0:
		return k, "there is more than one line in it"
	case public.Type() == "ssh-dss", strings.Contains(public.Type(), "-cert-"):
		return k, public.Type() + " is not taken; use ssh-ed25519"
	}
	k.Public = public
	for _, o := range options {
		name, value, given := strings.Cut(o, "=")
		value = strings.Trim(value, `"`)
		switch {
		case name == "read-only" && !given:
			k.ReadOnly = true
		case name == "admin" && value != "" && k.Admin == "":
			k.Admin = value
		case name == "theme" && value != "":
			k.Theme = value
		case name == "keys" && value != "":
			k.Preset = value
		default:
			return k, fmt.Sprintf("%q is not understood; a line is %s", safetext.Line(o), keyForm)
		}
	}
	if k.Admin == "" {
		return k, "it does not say whose key it is; a line is " + keyForm
	}
	return k, ""
}

// Keys is the list as the file has it, read again whenever the file changed.
// It is safe for concurrent use.
type Keys struct {
	path  string
	check func(Key) error // what else must hold of a key; nil: nothing

	mu   sync.Mutex
	info os.FileInfo
	keys []Key
	err  error
}

// OpenKeys reads the list at path. check says what else is wrong with a key;
// nil is nothing.
func OpenKeys(path string, check func(Key) error) (*Keys, error) {
	k := &Keys{path: path, check: check}
	_, err := k.All()
	return k, err
}

// All returns the keys that are in force. While the file cannot be read, or a
// line of it, there are none: nobody comes in by a list that is not meant.
func (k *Keys) All() ([]Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	info, err := os.Stat(k.path)
	if err == nil && k.info != nil && os.SameFile(info, k.info) && info.ModTime().Equal(k.info.ModTime()) && info.Size() == k.info.Size() && info.Mode() == k.info.Mode() {
		return k.keys, k.err
	}
	k.info, k.keys = info, nil
	if k.err = err; err == nil {
		k.keys, k.err = k.read(info)
	} else if errors.Is(err, os.ErrNotExist) {
		k.err = &KeysError{File: k.path, Problem: "there is no such file; it lists who may come in, one line each: " + keyForm}
	}
	return k.keys, k.err
}

func (k *Keys) read(info os.FileInfo) ([]Key, error) {
	switch {
	case !info.Mode().IsRegular():
		return nil, &KeysError{File: k.path, Problem: "it is no file"}
	case info.Mode().Perm()&0o022 != 0:
		return nil, &KeysError{File: k.path, Problem: "others than its owner may write it: chmod go-w " + k.path}
	case info.Size() > maxKeys:
		return nil, &KeysError{File: k.path, Problem: "it is too long"}
	}
	b, err := os.ReadFile(k.path)
	if err != nil {
		return nil, fmt.Errorf("read the list of keys: %w", err)
	}
	keys, err := ParseKeys(k.path, b)
	for i := 0; err == nil && k.check != nil && i < len(keys); i++ {
		if wrong := k.check(keys[i]); wrong != nil {
			return nil, &KeysError{k.path, keys[i].Line, wrong.Error()}
		}
	}
	return keys, err
}

// Find returns the line of a public key.
func (k *Keys) Find(public ssh.PublicKey) (Key, bool) {
	keys, _ := k.All() // while there is an error there are no keys
	for _, have := range keys {
		if ssh.KeysEqual(have.Public, public) {
			return have, true
		}
	}
	return Key{}, false
}
