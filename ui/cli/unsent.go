package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"parley/api/safetext"
	"parley/config"
)

// keptText is what an agent wrote, on disk until Intercom has it.
type keptText struct {
	path string // "" when it is not on disk
	text string
	own  bool // the file is the agent's own: it is never removed
}

// keep writes text to a file that only its owner can read, in the state
// folder, before anything is sent. A text that cannot be kept is not a reason
// not to send: it is given back on the screen when the need arises.
func (a *app) keep(name, text string) keptText {
	path, err := a.writeUnsent(name, text)
	if err != nil {
		path = ""
	}
	return keptText{path: path, text: text}
}

func (a *app) writeUnsent(name, text string) (string, error) {
	state, err := config.StateDir(a.env.getenv)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(state, "unsent")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	name = safetext.FileName(name + "-" + a.env.Now().UTC().Format("20060102T150405Z"))
	var f *os.File
	for n := range 100 { // two replies within one second
		path := filepath.Join(dir, name+".md")
		if n > 0 {
			path = filepath.Join(dir, name+"-"+strconv.Itoa(n)+".md")
		}
		f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// done takes the kept text away: Intercom has it.
func (k keptText) done() error {
	if k.path == "" || k.own {
		return nil
	}
	if err := os.Remove(k.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the kept text: %w", err)
	}
	return nil
}

// where tells an agent where the text is; again is the command that sends it
// once more, up to the name of the file.
func (k keptText) where(again string) string {
	if k.path == "" {
		return "The text could not be kept on disk. Here it is:\n" + safetext.Block(k.text)
	}
	path := shellWord(k.path)
	return fmt.Sprintf("The text is in %s; `%s --file %s` sends it.", path, again, path)
}

// shellWord quotes s where a shell would take it for more than one plain
// word, or where it would not show.
func shellWord(s string) string {
	plain := s != "" && s == safetext.Line(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < 128 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/.-_+@:,=%", r)
	})
	switch {
	case plain:
		return s
	case s == safetext.Line(s):
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	default:
		return strconv.Quote(s)
	}
}
