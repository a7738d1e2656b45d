package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// FileName is the name of the configuration file in [Dir].
const FileName = "config.toml"

// maxConfig is how large the file may be, in bytes.
const maxConfig = 1 << 20

// profileName is what a profile may be called: it is part of a path.
var profileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$`)

const profileAllowed = "letters, digits, - and _, at most 40"

// readFile finds and reads the file. What is wrong with it becomes part of
// Problems; the error is about the flag or variable that chose a profile.
func (c *Config) readFile(s Sources) error {
	profile, profileFrom := s.choose(KeyProfile, "PARLEY_PROFILE")
	c.Profile = DefaultProfile
	if profile != "" {
		c.Profile = profile
	}
	if !profileName.MatchString(c.Profile) {
		return &Error{From: profileFrom, Problem: fmt.Sprintf("%q is not the name of a profile", profile), Allowed: profileAllowed}
	}
	path, pathFrom := s.choose(KeyConfig, "PARLEY_CONFIG")
	named := path != ""
	if !named {
		dir, err := Dir(s.Getenv)
		if err != nil {
			return c.checkProfile(profileFrom) // without a home there is no file
		}
		path = filepath.Join(dir, FileName)
	}
	c.Path = path
	data, mode, err := readConfig(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
	case errors.Is(err, fs.ErrNotExist):
		c.Problems = append(c.Problems, &Error{From: pathFrom, Problem: "there is no file " + path, InFile: true})
		return nil
	case err != nil:
		c.Problems = append(c.Problems, &Error{From: path, Problem: err.Error(), InFile: true})
		return nil
	}
	whole := c.parse(data, mode)
	c.keepReadOnly(data)
	if !whole {
		return nil
	}
	return c.checkProfile(profileFrom)
}

// checkProfile says so when the profile that was chosen is nowhere.
func (c *Config) checkProfile(from string) error {
	if c.Profile == DefaultProfile || slices.Contains(c.Profiles, c.Profile) {
		return nil
	}
	where := "the configuration file"
	if c.Path != "" {
		where = c.Path
	}
	return &Error{
		From:    from,
		Problem: fmt.Sprintf("there is no profile %q; [profile.%s] in %s makes it", c.Profile, c.Profile, where),
		Allowed: strings.Join(append([]string{DefaultProfile}, c.Profiles...), ", "),
	}
}

func readConfig(path string) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, fs.ErrNotExist
	case err != nil:
		return nil, 0, fmt.Errorf("it cannot be read: %w", err)
	case !info.Mode().IsRegular():
		return nil, 0, errors.New("it is not a file")
	case info.Size() > maxConfig:
		return nil, 0, fmt.Errorf("it has more than %d kB", maxConfig>>10)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, fmt.Errorf("it cannot be read: %w", err)
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), info.Mode(), nil
}

// parse takes the file over, the chosen profile last. It reports whether the
// file is TOML.
func (c *Config) parse(data []byte, mode fs.FileMode) bool {
	tree := map[string]any{}
	if err := toml.Unmarshal(data, &tree); err != nil {
		c.Problems = append(c.Problems, notTOML(c.Path, err))
		return false
	}
	r := reader{file: c.Path, lines: index(data), rank: ofFile, c: c}
	profiles := r.profileTables(tree)
	c.Profiles = slices.Sorted(maps.Keys(profiles))
	r.settings(tree, "")
	for _, name := range c.Profiles {
		r.c, r.rank = &Config{Settings: Default(), from: map[Key]string{}, rank: map[Key]rank{}}, ofProfile
		if name == c.Profile {
			r.c = c
		}
		r.settings(profiles[name], "profile."+name+".")
	}
	slices.SortStableFunc(r.problems, func(a, b *problemAt) int { return a.line - b.line })
	for _, p := range r.problems {
		c.Problems = append(c.Problems, p.err)
	}
	if runtime.GOOS != "windows" && mode.Perm()&0o022 != 0 && len(c.TokenCommand) > 0 {
		c.Problems = append(c.Problems, c.Wrong(KeyTokenCommand,
			"others may write this file and so choose the command; run chmod go-w "+c.Path, ""))
		c.TokenCommand = nil
	}
	return true
}

// profileTables takes the tables of the profiles out of the file.
func (r *reader) profileTables(tree map[string]any) map[string]map[string]any {
	out := map[string]map[string]any{}
	raw, ok := tree[string(KeyProfile)]
	delete(tree, string(KeyProfile))
	if !ok {
		return out
	}
	tables, ok := raw.(map[string]any)
	if !ok {
		r.wrong(KeyProfile, "it is "+kindOf(raw), "[profile.NAME]; the flag --profile chooses one")
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		k := KeyProfile + "." + Key(name)
		settings, ok := tables[name].(map[string]any)
		switch {
		case !ok:
			r.wrong(k, "it is "+kindOf(tables[name]), "a table: ["+string(k)+"]")
		case name == DefaultProfile:
			r.wrong(k, "the settings of the default profile stand at the top of the file", "another name")
		case !profileName.MatchString(name):
			r.wrong(k, fmt.Sprintf("%q is not the name of a profile", name), profileAllowed)
		default:
			out[name] = settings
		}
	}
	return out
}

var readOnlyLine = regexp.MustCompile(`(?m)^[ \t]*read[_-]?only[ \t]*=[ \t]*(\S*)`)

// keepReadOnly honours the wish not to write even where the file, or the
// setting itself, cannot be read: the other mistake cannot be taken back.
func (c *Config) keepReadOnly(data []byte) {
	if len(c.Problems) == 0 || c.ReadOnly {
		return
	}
	if m := readOnlyLine.FindSubmatch(data); m != nil && string(m[1]) != "false" {
		c.ReadOnly = true
		c.from[KeyReadOnly], c.rank[KeyReadOnly] = c.Path, ofFile
	}
}
