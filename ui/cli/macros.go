package cli

import (
	"path/filepath"

	"parley/config"
)

// macros reads the prepared replies beside the configuration.
func (a *app) macros() ([]config.Macro, error) {
	dir, err := config.Dir(a.env.getenv)
	if err != nil {
		return nil, nil //nolint:nilerr // without a home there is no folder, and no macro in it
	}
	return config.LoadMacros(filepath.Join(dir, "macros"))
}
