package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"parley/config"
	"parley/ui/theme"
)

// ownThemes are the themes of the folder themes beside the configuration.
type ownThemes struct {
	list     []*theme.Theme
	advice   []string      // what is hard to read, with the file
	problems config.Errors // what cannot be used
}

// loadThemes reads the themes of the user's own.
func loadThemes(c *config.Config) ownThemes {
	var own ownThemes
	if c.Dir == "" {
		return own
	}
	files, errs := config.LoadThemes(filepath.Join(c.Dir, "themes"))
	own.problems = errs
	for _, f := range files {
		if slices.Contains(themeNames(nil), f.Name) {
			own.problems = append(own.problems, &config.Error{From: f.Path, Problem: "the name belongs to a theme that is built in", Allowed: "any other name", InFile: true})
			continue
		}
		t, warnings, wrong := theme.Custom(f.Name, f.Inherit, f.Colours)
		for _, e := range wrong {
			own.problems = append(own.problems, f.Wrong(e.Key, e.Problem, e.Allowed))
		}
		for _, w := range warnings {
			own.advice = append(own.advice, f.Path+": "+w)
		}
		if t != nil {
			own.list = append(own.list, t)
		}
	}
	return own
}

// themeNames are what the setting theme may be.
func themeNames(own []*theme.Theme) []string {
	names := append([]string{"auto"}, theme.Names()...)
	for _, t := range own {
		names = append(names, t.Name)
	}
	return names
}

// chooseTheme returns the theme that was chosen; nil leaves it to the screen.
// A theme of one's own that cannot be used is never more than a warning.
func chooseTheme(c *config.Config, own ownThemes) (*theme.Theme, *config.Error) {
	if c.Theme == "auto" {
		return nil, nil
	}
	if t, err := theme.New(c.Theme); err == nil {
		return t, nil
	}
	if i := slices.IndexFunc(own.list, func(t *theme.Theme) bool { return t.Name == c.Theme }); i >= 0 {
		return own.list[i], nil
	}
	file := filepath.Join(c.Dir, "themes", c.Theme+".toml")
	for _, p := range own.problems {
		if p.From == file || strings.HasPrefix(p.From, file+":") {
			e := c.Wrong(config.KeyTheme, "the theme cannot be used: "+p.Error(), "")
			e.InFile = true
			return nil, e
		}
	}
	return nil, c.Wrong(config.KeyTheme, fmt.Sprintf("there is no theme %q", c.Theme), strings.Join(themeNames(own.list), ", "))
}
