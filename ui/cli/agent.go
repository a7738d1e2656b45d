package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/config"
	"parley/keymap"
	"parley/ui"
	"parley/ui/serve"
	"parley/ui/term"
	"parley/ui/theme"
)

// serveKeys reads who may come in.
func (a *app) serveKeys() (*serve.Keys, error) {
	path := a.cfg.Beside("serve.keys", a.cfg.Serve.Keys)
	if path == "" {
		dir, err := config.Dir(a.env.getenv)
		if err != nil {
			return nil, usagef("--keys: %w", err)
		}
		path = filepath.Join(dir, "authorized_keys")
	}
	keys, err := serve.OpenKeys(path, func(k serve.Key) error {
		if k.Theme != "" && k.Theme != "auto" {
			if _, err := theme.New(k.Theme); err != nil {
				return fmt.Errorf("there is no theme %q", k.Theme)
			}
		}
		if k.Preset != "" {
			if _, err := keymap.Preset(k.Preset); err != nil {
				return fmt.Errorf("there are no keys %q", k.Preset)
			}
		}
		return nil
	})
	if err != nil {
		return nil, usagef("%w", err)
	}
	return keys, nil
}

// agentScreen makes the screens of agents: the server's settings, but for what
// their key or their terminal says.
func (a *app) agentScreen(ctx context.Context, client *api.Client, team *desk.Desk, now func() time.Time) func(serve.Agent) (ui.Options, error) {
	macros := a.screenMacros(client)
	return func(agent serve.Agent) (ui.Options, error) {
		o := a.screenOptions(now)
		o.Macros, o.Now = macros, zoned(o.Now, agent.Getenv("TZ"))
		o.Hyperlinks = a.cfg.Hyperlinks == "on" || a.cfg.Hyperlinks != "off" && term.Hyperlinks(agent.Getenv)
		o.Line.Glyphs, o.Line.Light = term.Glyphs(agent.Getenv), term.Light(agent.Getenv)
		o.Theme = a.means.theme
		var err error
		if o.Mask, err = a.workspaceMask(ctx, team); err != nil {
			return o, err
		}
		switch {
		case agent.Getenv("NO_COLOR") != "":
			o.Theme, err = theme.New("none")
		case agent.Key.Theme == "auto":
			o.Theme = nil
		case agent.Key.Theme != "":
			o.Theme, err = theme.New(agent.Key.Theme)
		}
		if agent.Key.Preset != "" && err == nil {
			var preset map[string][]string
			if preset, err = keymap.Preset(agent.Key.Preset); err == nil {
				o.Keys, err = keymap.New(preset)
			}
		}
		return o, err
	}
}

// zoned is a clock in the zone that the agent's terminal names, else the one
// it is given.
func zoned(now func() time.Time, name string) func() time.Time {
	zone, err := time.LoadLocation(name)
	if name == "" || err != nil {
		return now
	}
	return func() time.Time { return now().In(zone) }
}
