package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui"
)

// settled returns a run of the program with a configuration file of that
// text.
func settledApp(t *testing.T, text string, environ ...string) *app {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{env: Env{Environ: append(environ, "PARLEY_CONFIG="+path, "XDG_STATE_HOME=/state")}}
	flags := pflag.NewFlagSet("parley", pflag.ContinueOnError)
	globalFlags(flags)
	a.cfg, a.means, a.cfgErr = a.configure(flags)
	if a.cfgErr != nil {
		t.Fatal(a.cfgErr)
	}
	return a
}

// Each setting must reach the desk or the screen.
func TestSettingsAreHonoured(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return scriptClock }
	tests := []struct {
		name, text string
		honoured   func(d desk.Options, s ui.Options) bool
	}{
		{"nothing", "", func(d desk.Options, s ui.Options) bool {
			return d.Retention == 90*24*time.Hour && d.UndoWindow("email", desk.ModeAdmin) == 10*time.Second &&
				d.UndoWindow("conversation", desk.ModeContact) == 3*time.Second && d.UndoWindow("email", desk.ModeNote) == 0 &&
				len(d.Views) == 0 && s.Theme == nil && s.Notify == nil && s.Hyperlinks && len(d.Warnings) == 0
		}},
		{"admin", "admin = '41'", func(d desk.Options, _ ui.Options) bool { return d.AdminID == "41" }},
		{"read_only", "read_only = true", func(d desk.Options, _ ui.Options) bool { return d.ReadOnly }},
		{"retention_days", "retention_days = 7", func(d desk.Options, _ ui.Options) bool { return d.Retention == 7*24*time.Hour }},
		{"undo", "[undo]\nemail='1m'\nchat='2s'\nnote='4s'\nother='5s'", func(d desk.Options, _ ui.Options) bool {
			return d.UndoWindow("email", desk.ModeAdmin) == time.Minute && d.UndoWindow("conversation", desk.ModeAdmin) == 2*time.Second &&
				d.UndoWindow("email", desk.ModeNote) == 4*time.Second && d.UndoWindow("whatsapp", desk.ModeAdmin) == 5*time.Second
		}},
		{"views", "[[views]]\nname='VIPs'\nquery='tag:vip'\nsort='waiting'", func(d desk.Options, _ ui.Options) bool {
			return len(d.Views) == 1 && d.Views[0] == desk.View{Name: "VIPs", Query: "tag:vip", Sort: desk.SortWaiting}
		}},
		{"sla", "office_hours='daily 00:00-24:00'\ntime_zone='UTC'\n[sla.Gold]\nfirst_reply='1h'\nnext_reply='2h'\nclose='3h'\n[sla.Iron]\nclose='1h'\noffice_hours='Mon 9-10'", func(d desk.Options, s ui.Options) bool {
			gold, iron := d.Targets["Gold"], s.Targets["Iron"]
			monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
			return gold.FirstReply == time.Hour && gold.NextReply == 2*time.Hour && gold.Close == 3*time.Hour &&
				gold.Hours.Elapsed(monday, monday.AddDate(0, 0, 1)) == 24*time.Hour && iron.Hours.Elapsed(monday, monday.AddDate(0, 0, 1)) == time.Hour &&
				iron.Hours.Add(monday, time.Minute).Equal(monday.Add(9*time.Hour+time.Minute))
		}},
		{"time_zone", "time_zone = 'Asia/Tokyo'", func(d desk.Options, s ui.Options) bool {
			return d.Now().Location().String() == "Asia/Tokyo" && s.Now().Location().String() == "Asia/Tokyo"
		}},
		{"a time zone that there is not", "time_zone = 'Mars/Olympus'", func(d desk.Options, s ui.Options) bool {
			return s.Now().Location() == time.Local && len(d.Warnings) == 1 && strings.Contains(d.Warnings[0], "config.toml:1: time_zone:")
		}},
		{"slideshow", "slideshow = '20s'", func(_ desk.Options, s ui.Options) bool { return s.SlideTime == 20*time.Second }},
		{"theme", "theme = 'contrast'", func(_ desk.Options, s ui.Options) bool { return s.Theme != nil && s.Theme.Name == "contrast" }},
		{"hyperlinks", "hyperlinks = 'off'", func(_ desk.Options, s ui.Options) bool { return !s.Hyperlinks }},
		{"editor", "editor = 'nvim -f'", func(_ desk.Options, s ui.Options) bool {
			path, cmd, err := s.Host.Editor("text")
			if err != nil {
				return false
			}
			_, err = s.Host.ReadBack(path)
			return err == nil && len(cmd.Args) == 3 && cmd.Args[0] == "nvim" && cmd.Args[1] == "-f"
		}},
		{"notifications", "notifications = 'osc9'", func(_ desk.Options, s ui.Options) bool {
			return s.Notify != nil && s.Notify("Ada", "hello") == "\x1b]9;Ada: hello\x1b\\"
		}},
		{"key_preset", "key_preset = 'vim'", func(_ desk.Options, s ui.Options) bool { return s.Keys.Key(keymap.Verbs, keymap.Note) == "i" }},
		{"keys", "key_preset = 'vim'\n[keys]\nverbs.note = ['w']", func(_ desk.Options, s ui.Options) bool {
			return s.Keys.Key(keymap.Verbs, keymap.Note) == "w" && s.Keys.Key(keymap.Verbs, keymap.Customer) == "I"
		}},
		{"a mistake", "theme = 'pink'\nretention_days = 7", func(d desk.Options, s ui.Options) bool {
			return s.Theme == nil && d.Retention == 7*24*time.Hour && len(d.Warnings) == 1 &&
				strings.Contains(d.Warnings[0], `config.toml:1: theme: there is no theme "pink"`)
		}},
		{"mistakes", "theme = 'pink'\n[keys]\nverbs.note = ['r']", func(d desk.Options, s ui.Options) bool {
			return s.Keys.Key(keymap.Verbs, keymap.Note) == "n" && strings.Contains(d.Warnings[0], "2 problems; parley config check lists them")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := settledApp(t, tt.text)
			d, s := a.deskOptions(nil, nil, now), a.screenOptions(now)
			if !tt.honoured(d, s) {
				t.Errorf("%q leads to %+v and %+v; problems: %v", tt.text, d, s, a.cfg.Problems)
			}
		})
	}
}

func TestNoColorBeatsTheTheme(t *testing.T) {
	t.Parallel()
	a := settledApp(t, "theme = 'contrast'", "NO_COLOR=1")
	if th := a.screenTheme(); th == nil || th.Name != "none" {
		t.Errorf("theme: %v", th)
	}
}

func TestProfilesHaveTheirOwnFolder(t *testing.T) {
	t.Parallel()
	a := settledApp(t, "[profile.eu]\nregion='eu'", "PARLEY_PROFILE=eu")
	dir, err := a.profileDir()
	if err != nil || dir != filepath.Join("/state", "parley", "profiles", "eu") || a.tokenSources().File != filepath.Join(dir, "token") || a.tokenSources().Account != "eu" {
		t.Errorf("profileDir() = %s, %v; token in %s of %s", dir, err, a.tokenSources().File, a.tokenSources().Account)
	}
}
