package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// Macro is a reply that was prepared, and what is done with it: a Markdown
// file with TOML between two lines of +++ before the text, or one of
// Intercom's own.
//
//	+++
//	name = "Refund is on its way"
//	shortcut = "rf"
//	mode = "admin"              # or contact, note; left out: the mode at hand
//	tag = ["refund"]
//	assign = "Billing"
//	close = true                # or snooze = "in 3 days"
//	+++
//	Hi {{contact.first_name|fallback:"there"}},
//
//	your refund is on its way. {{cursor}}
type Macro struct {
	Name     string   `toml:"name"`     // left out: the file's
	Shortcut string   `toml:"shortcut"` // typed to find it; no two macros share one
	Mode     string   `toml:"mode"`     // admin, contact, note, or "" for the mode at hand
	Close    bool     `toml:"close"`    // once it is sent
	Snooze   string   `toml:"snooze"`   // once it is sent, until when, in words; not with Close
	Tag      []string `toml:"tag"`      // names
	Assign   string   `toml:"assign"`   // me, none, or the name of a teammate or team

	Text string `toml:"-"` // Markdown with placeholders: see Expand
	File string `toml:"-"` // where it stands, "" for Intercom's
}

// MacroError says what is wrong with a macro file, and where.
type MacroError struct {
	File    string
	Line    int // from 1; 0 is the file as a whole
	Problem string
}

// Error says where and what.
func (e *MacroError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Problem)
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Problem)
}

// maxMacro is how large a macro file may be, in bytes: more is no reply.
const maxMacro = 256 << 10

// maxShortcut is how many characters a shortcut may have.
const maxShortcut = 20

// LoadMacros reads the macros of a folder: its files that end in .md and do
// not begin with a dot, by name. A folder that is not there holds none. Files
// that cannot be used are left out; the error joins a *MacroError for each
// thing that is wrong.
func LoadMacros(dir string) ([]Macro, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read macros: %w", err)
	}
	var out []Macro
	var problems []error
	shortcuts := map[string]string{} // file by shortcut
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || !strings.EqualFold(filepath.Ext(name), ".md") || e.IsDir() {
			continue
		}
		m, err := loadMacro(filepath.Join(dir, name))
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if other := shortcuts[strings.ToLower(m.Shortcut)]; other != "" && m.Shortcut != "" {
			problems = append(problems, &MacroError{m.File, 0, fmt.Sprintf("the shortcut %q is taken by %s", m.Shortcut, other)})
			continue
		}
		shortcuts[strings.ToLower(m.Shortcut)] = m.File
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b Macro) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return out, errors.Join(problems...)
}

func loadMacro(path string) (Macro, error) {
	info, err := os.Stat(path) // a symbolic link is as good as a file
	switch {
	case err != nil:
		return Macro{}, fmt.Errorf("read macro: %w", err)
	case !info.Mode().IsRegular():
		return Macro{}, &MacroError{path, 0, "it is not a file"}
	case info.Size() > maxMacro:
		return Macro{}, &MacroError{path, 0, fmt.Sprintf("it has more than %d kB", maxMacro>>10)}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Macro{}, fmt.Errorf("read macro: %w", err)
	}
	return ParseMacro(path, data)
}

// ParseMacro reads a macro file. file names it in errors, which join a
// *MacroError for each thing that is wrong, and gives the macro its name
// where it has none.
func ParseMacro(file string, data []byte) (Macro, error) {
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	if !utf8.ValidString(text) {
		before, _, _ := strings.Cut(strings.ToValidUTF8(text, "\x00"), "\x00")
		return Macro{}, &MacroError{file, 1 + strings.Count(before, "\n"), "it is not UTF-8 text"}
	}
	m := Macro{File: file}
	front, body, first, err := frontMatter(file, text)
	if err != nil {
		return Macro{}, err
	}
	d := toml.NewDecoder(strings.NewReader(front)).DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return Macro{}, decodeProblems(file, err)
	}
	m.Text = strings.Trim(body, "\n")
	if m.Name = strings.TrimSpace(m.Name); m.Name == "" {
		m.Name = strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	}
	if err := errors.Join(m.check(front), checkPlaceholders(file, body, first)); err != nil {
		return Macro{}, err
	}
	return m, nil
}

// frontMatter cuts a file into front matter and text; first is the number of
// the text's first line.
func frontMatter(file, text string) (front, body string, first int, err error) {
	line, rest, _ := strings.Cut(text, "\n")
	switch strings.TrimRight(line, " \t") {
	case "+++":
	case "---":
		return "", "", 0, &MacroError{file, 1, `what stands before the text is TOML between two lines of +++, for instance name = "Refund"`}
	default:
		return "", text, 1, nil
	}
	n := 1
	for l := range strings.Lines(rest) {
		n++
		if strings.TrimRight(l, " \t\n") == "+++" {
			return front, rest[len(front)+len(l):], n + 1, nil
		}
		front += l
	}
	return "", "", 0, &MacroError{file, 1, "the second line of +++ is missing"}
}

// decodeProblems says where front matter is wrong; its first line is the
// file's second.
func decodeProblems(file string, err error) error {
	if unknown, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		var out []error
		for _, e := range unknown.Errors {
			row, _ := e.Position()
			out = append(out, &MacroError{file, row + 1, fmt.Sprintf(
				"there is no %q: known are name, shortcut, mode, tag, assign, close and snooze", strings.Join(e.Key(), "."))})
		}
		return errors.Join(out...)
	}
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, _ := e.Position()
		return &MacroError{file, row + 1, strings.TrimPrefix(e.Error(), "toml: ")}
	}
	return &MacroError{file, 0, err.Error()}
}

// check finds values that cannot be used.
func (m *Macro) check(front string) error {
	var out []error
	wrong := func(key, problem string) { out = append(out, &MacroError{m.File, lineOf(front, key), problem}) }
	if strings.ContainsFunc(m.Name, unicode.IsControl) {
		wrong("name", "a name is one line")
	}
	if strings.ContainsFunc(m.Shortcut, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) || utf8.RuneCountInString(m.Shortcut) > maxShortcut {
		wrong("shortcut", fmt.Sprintf("%q is not a shortcut: at most %d characters, without spaces", m.Shortcut, maxShortcut))
	}
	if !slices.Contains([]string{"", "admin", "contact", "note"}, m.Mode) {
		wrong("mode", fmt.Sprintf("%q is not a mode: admin, contact or note", m.Mode))
	}
	if m.Close && m.Snooze != "" {
		wrong("snooze", "a conversation is closed or snoozed, not both")
	}
	if slices.ContainsFunc(m.Tag, func(t string) bool { return strings.TrimSpace(t) == "" }) {
		wrong("tag", "a tag has no name")
	}
	return errors.Join(out...)
}

// lineOf returns the line of the file on which a key of the front matter
// stands.
func lineOf(front, key string) int {
	n := 1
	for l := range bytes.Lines([]byte(front)) {
		n++
		if name, _, ok := strings.Cut(string(l), "="); ok && strings.Trim(name, " \t\"'") == key {
			return n
		}
	}
	return 0
}
