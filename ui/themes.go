package ui

import (
	"fmt"
	"slices"
	"strings"

	"parley/ui/theme"
)

// themeNames are what the command theme takes: the built-in themes and the
// agent's own.
func (m *Model) themeNames() []string {
	names := theme.Names()
	for _, t := range m.ownThemes {
		names = append(names, t.Name)
	}
	return names
}

// findTheme returns a theme by its name.
func (m *Model) findTheme(name string) (*theme.Theme, error) {
	if i := slices.IndexFunc(m.ownThemes, func(t *theme.Theme) bool { return t.Name == name }); i >= 0 {
		return m.ownThemes[i], nil
	}
	t, err := theme.New(name)
	if err != nil {
		return nil, fmt.Errorf("there is no theme %q; there are %s", name, strings.Join(m.themeNames(), ", "))
	}
	return t, nil
}

// checkTheme says whether there is such a theme.
func (m *Model) checkTheme(name string) (string, error) {
	_, err := m.findTheme(strings.TrimSpace(name))
	return "", err
}
