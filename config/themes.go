package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// ThemeFile is a theme of the user's own as its file has it. What the names
// and colours mean is known to package theme.
type ThemeFile struct {
	Name    string // the file's, without .toml
	Path    string
	Inherit string            // "" where the file does not say
	Colours map[string]string // by name; numbers as they are written

	lines map[string]int
}

// themeName is what a theme may be called: it is typed.
var themeName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// maxTheme is how large a theme's file may be, in bytes.
const maxTheme = 64 << 10

// Wrong returns the error that says that a line of the file cannot be used.
func (f ThemeFile) Wrong(key, problem, allowed string) *Error {
	from := f.Path
	if n := f.lines[key]; n > 0 {
		from += ":" + strconv.Itoa(n)
	}
	return &Error{From: from + ": " + key, Problem: problem, Allowed: allowed, InFile: true}
}

// LoadThemes reads the themes of a folder: its files that end in .toml and do
// not begin with a dot, by name. A folder that is not there holds none. Files
// that cannot be used are left out, and each is among the errors.
func LoadThemes(dir string) ([]ThemeFile, Errors) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, Errors{{From: dir, Problem: "it cannot be read: " + err.Error(), InFile: true}}
	}
	var out []ThemeFile
	var problems Errors
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || filepath.Ext(e.Name()) != ".toml" {
			continue
		}
		f, errs := loadTheme(filepath.Join(dir, e.Name()))
		if problems = append(problems, errs...); len(errs) == 0 {
			out = append(out, f)
		}
	}
	return out, problems
}

func loadTheme(path string) (ThemeFile, Errors) {
	whole := func(problem, allowed string) (ThemeFile, Errors) {
		return ThemeFile{}, Errors{{From: path, Problem: problem, Allowed: allowed, InFile: true}}
	}
	name := strings.TrimSuffix(filepath.Base(path), ".toml")
	if !themeName.MatchString(name) {
		return whole(fmt.Sprintf("%q is not the name of a theme", name), "small letters, digits, - and _, at most 40")
	}
	info, err := os.Stat(path) // a symbolic link is as good as a file
	switch {
	case err != nil:
		return whole("it cannot be read: "+err.Error(), "")
	case !info.Mode().IsRegular():
		return whole("it is not a file", "")
	case info.Size() > maxTheme:
		return whole(fmt.Sprintf("it has more than %d kB", maxTheme>>10), "")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return whole("it cannot be read: "+err.Error(), "")
	}
	return ParseTheme(name, path, data)
}

// ParseTheme reads the file of a theme. The errors are all that is wrong with
// its form.
func ParseTheme(name, path string, data []byte) (ThemeFile, Errors) {
	f := ThemeFile{Name: name, Path: path, Colours: map[string]string{}}
	tree := map[string]any{}
	if err := toml.Unmarshal(data, &tree); err != nil {
		return ThemeFile{}, Errors{notTOML(path, err)}
	}
	f.lines = index(data)
	var errs Errors
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		switch v := tree[key].(type) {
		case string:
			f.Colours[key] = v
		case int64:
			f.Colours[key] = strconv.FormatInt(v, 10)
		default:
			errs = append(errs, f.Wrong(key, "it is "+kindOf(v), "a text such as '#7AA2F7', or a number"))
		}
	}
	f.Inherit = f.Colours["inherit"]
	delete(f.Colours, "inherit")
	return f, errs
}

// notTOML says where a file stops being TOML.
func notTOML(path string, err error) *Error {
	place := path
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, _ := e.Position()
		place = fmt.Sprintf("%s:%d", path, row)
	}
	return &Error{From: place, Problem: "this is not TOML: " + strings.TrimPrefix(err.Error(), "toml: "), InFile: true}
}
