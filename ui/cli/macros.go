package cli

import (
	"context"
	"errors"
	"path/filepath"

	"parley/api"
	"parley/api/desk"
	"parley/config"
	"parley/ui"
)

// maxMacros is how many of Intercom's macros are offered.
const maxMacros = 1000

// macros reads the prepared replies beside the configuration.
func (a *app) macros() ([]config.Macro, error) {
	dir, err := config.Dir(a.env.getenv)
	if err != nil {
		return nil, nil //nolint:nilerr // without a home there is no folder, and no macro in it
	}
	return config.LoadMacros(filepath.Join(dir, "macros"))
}

// screenMacros offers the macros of the folder and those of Intercom. A
// workspace that offers none, or not to this token, has none.
func (a *app) screenMacros(client *api.Client) func(context.Context) ([]ui.Macro, error) {
	return func(ctx context.Context) ([]ui.Macro, error) {
		files, err := a.macros()
		var out []ui.Macro
		for _, m := range files {
			out = append(out, screenMacro(m, filepath.Base(m.File)))
		}
		for m, remote := range client.Macros.ListAll(ctx, nil) {
			if errors.Is(remote, api.ErrMacrosUnavailable) || api.Kind(remote) == api.KindForbidden {
				break
			}
			if remote != nil {
				return out, errors.Join(err, remote)
			}
			if out = append(out, screenMacro(config.IntercomMacro(m.Name, m.BodyText), "Intercom")); len(out) >= maxMacros {
				break
			}
		}
		return out, err
	}
}

func screenMacro(m config.Macro, source string) ui.Macro {
	return ui.Macro{
		Name: m.Name, Shortcut: m.Shortcut, Mode: desk.Mode(m.Mode), Close: m.Close, Snooze: m.Snooze,
		Tags: m.Tag, Assign: m.Assign, Source: source, Expand: m.Expand,
	}
}
