package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/config"
	"parley/keymap"
	"parley/ui/term"
	"parley/ui/theme"
)

// meaning is what the settings are to the packages that know their words.
type meaning struct {
	version api.Version
	theme   *theme.Theme // nil leaves it to the screen
	themes  ownThemes
	keys    *keymap.Map
	views   []desk.View
	targets map[string]desk.Targets
	zone    *time.Location // in which the agent lives
}

// understand turns the settings into what they mean. Those that mean nothing
// are as if they had not been set, and each is an error.
func understand(c *config.Config) (meaning, config.Errors) {
	m := meaning{version: api.DefaultVersion, zone: time.Local}
	var errs config.Errors
	wrong := func(k config.Key, err error, allowed string) { errs = append(errs, c.Wrong(k, err.Error(), allowed)) }
	if c.APIVersion != "" {
		v, err := api.ParseVersion(c.APIVersion)
		if err != nil {
			wrong(config.KeyAPIVersion, errors.New(strings.TrimPrefix(err.Error(), "api_version: ")), "")
		} else {
			m.version = v
		}
	}
	m.themes = loadThemes(c)
	var themeErr *config.Error
	if m.theme, themeErr = chooseTheme(c, m.themes); themeErr != nil {
		errs = append(errs, themeErr)
	}
	var keyErrs config.Errors
	m.keys, keyErrs = understandKeys(c)
	errs = append(errs, keyErrs...)
	for i, v := range c.Views {
		if _, err := desk.ParseQuery(v.Query); err != nil {
			wrong(config.Key("views."+strconv.Itoa(i)+".query"), err, "words of the search such as 'is:open tag:vip'")
			continue
		}
		m.views = append(m.views, desk.View{Name: v.Name, Query: v.Query, Sort: desk.Sort(v.Sort)})
	}
	if c.TimeZone != "" {
		zone, err := time.LoadLocation(c.TimeZone)
		if err == nil {
			m.zone = zone
		} else {
			wrong(config.KeyTimeZone, fmt.Errorf("there is no time zone %q", c.TimeZone), "a name such as 'Europe/Lisbon'")
			c.TimeZone = ""
		}
	}
	var targetErrs config.Errors
	m.targets, targetErrs = understandTargets(c)
	return m, append(errs, targetErrs...)
}

// understandKeys lays the user's keys over a preset. Where they contradict
// each other the preset holds alone.
func understandKeys(c *config.Config) (*keymap.Map, config.Errors) {
	var errs config.Errors
	preset, err := keymap.Preset(c.KeyPreset)
	if err != nil {
		errs = append(errs, c.Wrong(config.KeyKeyPreset, fmt.Sprintf("%q is none of them", c.KeyPreset), strings.Join(keymap.Presets(), ", ")))
	}
	m, err := keymap.New(preset, c.Keys)
	if err == nil {
		return m, errs
	}
	problems, _ := errors.AsType[keymap.Errors](err)
	for _, p := range problems {
		e := c.Wrong(config.Key("keys."+p.Name), p.Problem+"; "+p.Remedy, "")
		if e.From == "" { // the preset's own key, which the user's collides with
			e.From = "keys." + p.Name
		}
		errs = append(errs, e)
	}
	if m, err = keymap.New(preset); err != nil {
		m = keymap.Default()
	}
	return m, errs
}

// understandTargets reads the office hours of each SLA.
func understandTargets(c *config.Config) (map[string]desk.Targets, config.Errors) {
	var errs config.Errors
	hours := func(k config.Key, spec, zone string) *desk.OfficeHours {
		h, err := desk.ParseOfficeHours(spec, zone)
		if err == nil {
			return h
		}
		at := k + config.KeyOfficeHours
		if _, badZone := time.LoadLocation(zone); badZone != nil {
			at = k + config.KeyTimeZone
		}
		errs = append(errs, c.Wrong(at, strings.TrimPrefix(err.Error(), "office hours: "), ""))
		return nil
	}
	var common *desk.OfficeHours
	if c.OfficeHours != "" {
		common = hours("", c.OfficeHours, c.TimeZone)
	}
	targets := map[string]desk.Targets{}
	for name, s := range c.SLA {
		t := desk.Targets{FirstReply: s.FirstReply, NextReply: s.NextReply, Close: s.Close, Hours: common}
		if s.OfficeHours != "" || s.TimeZone != "" {
			spec, zone := s.OfficeHours, s.TimeZone
			if spec == "" {
				spec = c.OfficeHours
			}
			if zone == "" {
				zone = c.TimeZone
			}
			if spec == "" {
				errs = append(errs, c.Wrong(config.Key("sla."+name+".")+config.KeyTimeZone, "a time zone without office hours changes nothing", "office_hours beside it"))
				continue
			}
			t.Hours = hours(config.Key("sla."+name+"."), spec, zone)
		}
		targets[name] = t
	}
	return targets, errs
}

// undoWindow is how long a reply may be taken back.
func undoWindow(u config.Undo) func(channel string, m desk.Mode) time.Duration {
	return func(channel string, m desk.Mode) time.Duration {
		switch {
		case m == desk.ModeNote:
			return u.Note
		case channel == "email":
			return u.Email
		case channel == "conversation", channel == "chat", channel == "messenger":
			return u.Chat
		default:
			return u.Other
		}
	}
}

// hyperlinks reports whether links on the screen can be clicked.
func (a *app) hyperlinks() bool {
	switch a.cfg.Hyperlinks {
	case "on":
		return true
	case "off":
		return false
	default:
		return term.Hyperlinks(a.env.getenv)
	}
}

// profileDir is the folder of the profile in force.
func (a *app) profileDir() (string, error) {
	state, err := config.StateDir(a.env.getenv)
	if err != nil {
		return "", err
	}
	return filepath.Join(state, "profiles", a.cfg.Profile), nil
}

// warnings are what the agent is told of the settings when the inbox opens.
func (a *app) warnings() []string {
	var out []string
	if n := len(a.cfg.Problems); n > 0 {
		more := "The rest of the file counts."
		if n > 1 {
			more = fmt.Sprintf("There is more: %d problems; parley config check lists them.", n)
		}
		out = append(out, "A setting is not used: "+strings.TrimSuffix(a.cfg.Problems[0].Error(), ".")+". "+more)
	}
	return append(out, a.notices...)
}
