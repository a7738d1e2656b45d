package config_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"parley/config"
)

// read loads a configuration file of that text; $F in a problem is its name.
func read(t *testing.T, text string, flags map[config.Key]string, env map[string]string) (config.Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	all := map[config.Key]string{config.KeyConfig: path}
	maps.Copy(all, flags)
	return load(t, all, env)
}

func TestEverySettingOfTheFile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       func(*config.Settings)
	}{
		{"base_url", `base_url = "https://proxy.example/x/"`, func(s *config.Settings) { s.BaseURL = "https://proxy.example/x" }},
		{"region", `region = "EU"`, func(s *config.Settings) { s.Region = "eu" }},
		{"api_version", `api_version = "2.14"`, func(s *config.Settings) { s.APIVersion = "2.14" }},
		{"admin", `admin = "41"`, func(s *config.Settings) { s.AdminID = "41" }},
		{"read_only", `read_only = true`, func(s *config.Settings) { s.ReadOnly = true }},
		{"mask", `mask = true`, func(s *config.Settings) { s.Mask = true }},
		{"token_command", `token_command = ["pass", "show", "x"]`, func(s *config.Settings) { s.TokenCommand = []string{"pass", "show", "x"} }},
		{"store", `store = false`, func(s *config.Settings) { s.Store = false }},
		{"retention_days", `retention_days = 7`, func(s *config.Settings) { s.RetentionDays = 7 }},
		{"theme", `theme = "light"`, func(s *config.Settings) { s.Theme = "light" }},
		{"linear", `linear = true`, func(s *config.Settings) { s.Linear = true }},
		{"low_bandwidth", `low_bandwidth = "on"`, func(s *config.Settings) { s.LowBandwidth = "on" }},
		{"hyperlinks", `hyperlinks = "off"`, func(s *config.Settings) { s.Hyperlinks = "off" }},
		{"slideshow", `slideshow = "1m30s"`, func(s *config.Settings) { s.Slideshow = 90 * time.Second }},
		{"mask", `mask = true`, func(s *config.Settings) { s.Mask = true }},
		{"mark_read", `mark_read = "open"`, func(s *config.Settings) { s.MarkRead = "open" }},
		{"editor", `editor = "nvim -f"`, func(s *config.Settings) { s.Editor = "nvim -f" }},
		{"notifications", `notifications = "bell"`, func(s *config.Settings) { s.Notifications = "bell" }},
		{"mark_read", `mark_read = "open"`, func(s *config.Settings) { s.MarkRead = "open" }},
		{"key_preset", `key_preset = "mutt"`, func(s *config.Settings) { s.KeyPreset = "mutt" }},
		{"office_hours", `office_hours = "Mon-Fri 9-18"`, func(s *config.Settings) { s.OfficeHours = "Mon-Fri 9-18" }},
		{"time_zone", `time_zone = "Europe/Lisbon"`, func(s *config.Settings) { s.TimeZone = "Europe/Lisbon" }},
		{"undo", "[undo]\nemail = '1m'\nchat='0s'\nnote='2s'\nother='4s'", func(s *config.Settings) {
			s.Undo = config.Undo{Email: time.Minute, Note: 2 * time.Second, Other: 4 * time.Second}
		}},
		{"serve", "[serve]\naddr=':22'\nkeys='k'\nhost_key='/h'\naudit='a'\nwebhook='[::1]:80'\nidle_timeout='0s'\nmax_sessions=7\nmax_per_key=2", func(s *config.Settings) {
			s.Serve = config.Serve{Addr: ":22", Keys: "k", HostKey: "/h", Audit: "a", Webhook: "[::1]:80", MaxSessions: 7, MaxPerKey: 2}
		}},
		{"keys", "[keys]\n\"verbs.reply\" = ['w']\nverbs.note = []", func(s *config.Settings) {
			s.Keys = map[string][]string{"verbs.reply": {"w"}, "verbs.note": {}}
		}},
		{"sla", "[sla.'Gold plus']\nfirst_reply = '90m'\nnext_reply = '1d12h'\nclose = '2d'\noffice_hours = 'daily 9-18'\ntime_zone = 'UTC'", func(s *config.Settings) {
			s.SLA = map[string]config.SLA{"Gold plus": {
				FirstReply: 90 * time.Minute, NextReply: 36 * time.Hour, Close: 48 * time.Hour, OfficeHours: "daily 9-18", TimeZone: "UTC",
			}}
		}},
		{"views", "[[views]]\nname='A'\nquery='is:open'\n[[views]]\nname='B'\nquery='tag:x'\nsort='sla'", func(s *config.Settings) {
			s.Views = []config.View{{Name: "A", Query: "is:open"}, {Name: "B", Query: "tag:x", Sort: "sla"}}
		}},
		{"views in one line", "views = [{name='A', query='is:open'}]", func(s *config.Settings) {
			s.Views = []config.View{{Name: "A", Query: "is:open"}}
		}},
	}
	covered := map[string]bool{}
	for _, tt := range tests {
		covered[tt.name] = true
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := read(t, tt.text, nil, nil)
			want := config.Default()
			tt.want(&want)
			if err != nil || len(c.Problems) > 0 || !reflect.DeepEqual(c.Settings, want) {
				t.Errorf("Load() = %+v, %v, %v\nwant %+v", c.Settings, err, c.Problems, want)
			}
		})
	}
	for f := range reflect.TypeFor[config.Settings]().Fields() {
		if !covered[f.Tag.Get("toml")] {
			t.Errorf("no test sets %s", f.Tag.Get("toml"))
		}
	}
}

func TestLayers(t *testing.T) {
	t.Parallel()
	const text = `theme = "light"
retention_days = 7
[undo]
email = "1m"
chat = "1m"
[keys]
"verbs.reply" = ["w"]
[sla.Gold]
first_reply = "1h"
close = "1d"
[[views]]
name = "A"
query = "is:open"
[profile.eu]
theme = "dark"
region = "eu"
[profile.eu.undo]
chat = "2s"
[profile.eu.keys]
"verbs.note" = ["i"]
[profile.eu.sla.Gold]
first_reply = "2h"
[[profile.eu.views]]
name = "B"
query = "is:closed"
`
	c, err := read(t, text, map[config.Key]string{config.KeyProfile: "eu"}, map[string]string{"PARLEY_RETENTION_DAYS": "8", "PARLEY_THEME": ""})
	if err != nil || len(c.Problems) > 0 {
		t.Fatal(err, c.Problems)
	}
	line := func(n string) string { return c.Path + ":" + n }
	for _, tt := range []struct {
		key       config.Key
		got, want any
		from      string
	}{
		{"theme", c.Theme, "dark", line("15")},
		{"retention_days", c.RetentionDays, 8, "PARLEY_RETENTION_DAYS"},
		{"region", c.Region, "eu", line("16")},
		{"undo.email", c.Undo.Email, time.Minute, line("4")},
		{"undo.chat", c.Undo.Chat, 2 * time.Second, line("18")},
		{"undo.other", c.Undo.Other, 3 * time.Second, ""},
		{"keys.verbs.reply", c.Keys["verbs.reply"], []string{"w"}, line("7")},
		{"keys.verbs.note", c.Keys["verbs.note"], []string{"i"}, line("20")},
		{"sla.Gold.first_reply", c.SLA["Gold"].FirstReply, 2 * time.Hour, line("22")},
		{"sla.Gold.close", c.SLA["Gold"].Close, 24 * time.Hour, line("10")},
		{"views.0.query", c.Views, []config.View{{Name: "B", Query: "is:closed"}}, line("25")},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) || c.From(tt.key) != tt.from {
			t.Errorf("%s = %v from %q, want %v from %q", tt.key, tt.got, c.From(tt.key), tt.want, tt.from)
		}
	}
	other, err := read(t, text, nil, nil)
	if err != nil || other.Profile != config.DefaultProfile || other.Theme != "light" || other.Keys["verbs.note"] != nil || other.SLA["Gold"].FirstReply != time.Hour {
		t.Errorf("without the profile: %+v, %v", other.Settings, err)
	}
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	_, err := read(t, "[profile.eu]\nregion='eu'", map[config.Key]string{config.KeyProfile: "us"}, nil)
	if e, ok := errors.AsType[*config.Error](err); !ok || e.From != "--profile" || !strings.Contains(e.Error(), `there is no profile "us"`) || e.Allowed != "default, eu" {
		t.Errorf("Load() error = %v", err)
	}
	_, err = load(t, nil, map[string]string{"PARLEY_PROFILE": "a b"})
	if e, ok := errors.AsType[*config.Error](err); !ok || e.From != "PARLEY_PROFILE" {
		t.Errorf("Load() error = %v", err)
	}
	if c, err := read(t, "theme = [", map[config.Key]string{config.KeyProfile: "eu"}, nil); err != nil || c.Profile != "eu" {
		t.Errorf("a file that cannot be read hides its profiles: %v", err)
	}
}

func FuzzFile(f *testing.F) {
	for _, seed := range []string{
		"theme = 'light'", "[undo]\nemail = '1s'", "[[views]]\nname='a'\nquery='b'", "[profile.x.sla.y]\nclose='1d'",
		"keys.a.b = ['c']", "views = [{name=1}, 2]", "[a.b]\n[[a.b.c]]\n[a.b.c.d]", "profile = [1]", "undo = {email = '1s', chat = 2}", "\ufeff",
	} {
		f.Add(seed)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		file, err := os.CreateTemp(dir, "*.toml")
		if err != nil {
			t.Fatal(err)
		}
		_, err = file.WriteString(text)
		if err = errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(config.Sources{
			Flags: map[config.Key]string{config.KeyConfig: file.Name()}, Getenv: func(string) string { return "" },
		})
		if err != nil {
			t.Errorf("Load() error = %v: what is wrong with a file is a problem", err)
		}
		for _, p := range c.Problems {
			if p.Problem == "" || !strings.HasPrefix(p.From, file.Name()) {
				t.Errorf("%q: the problem %v has no place", text, p)
			}
		}
		_ = os.Remove(file.Name())
	})
}
