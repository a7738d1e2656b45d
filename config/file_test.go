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

func TestProblemsOfTheFile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string // $F is the file
	}{
		{"unknown", "\nthema = 1", []string{`$F:2: thema: there is no setting "thema"; allowed: base_url, region, api_version`}},
		{"unknown within", "[undo]\nmail = '1s'", []string{`$F:2: undo.mail: there is no setting "mail"; allowed: email, chat, note, other`}},
		{"unknown in a profile", "[profile.x]\nthema = 1", []string{`$F:2: profile.x.thema: there is no setting "thema"`}},
		{"unknown in a view", "[[views]]\nname='a'\nquery='b'\n[[views]]\nname='a'\nqury='b'", []string{
			`$F:6: views.qury: there is no setting "qury"; allowed: name, query, sort`,
		}},
		{"an incomplete view", "[[views]]\nname='a'\n", []string{`$F:1: views: a view needs a name and a query`}},
		{"a number for a text", "theme = 3", []string{`$F:1: theme: it is a number, not a text in quotation marks; allowed: auto or`}},
		{"a slide that flies by", "slideshow = '1s'", []string{`$F:1: slideshow: "1s" is out of range; allowed: a time such as '15s' or '1m', from '2s' to '1h'`}},
		{"a text for a number", "retention_days = '3'", []string{`$F:1: retention_days: it is a text; allowed: a number of days from 1 to 3650`}},
		{"a text for yes and no", "store = 'no'", []string{`$F:1: store: it is a text; allowed: true or false`}},
		{"a number for a time", "undo.email = 10", []string{`$F:1: undo.email: it is a number; allowed: a time such as '10s', at most '10m'`}},
		{"a date", "theme = 2026-01-01", []string{`$F:1: theme: it is a date or a time`}},
		{"too long", "undo.email = '11m'", []string{`$F:1: undo.email: "11m" is out of range`}},
		{"no port", "[serve]\naddr = 'localhost'", []string{`$F:2: serve.addr: "localhost" does not end in a colon and a port; allowed: an address such as ':2222' or '10.0.0.5:2222'`}},
		{"no number", "[serve]\nwebhook = ':http'", []string{`$F:2: serve.webhook: "http" is not a port`}},
		{"somebody's home", "[serve]\nkeys = '~/keys'", []string{`$F:2: serve.keys: "~/keys" is not the path of a file; write a home folder out`}},
		{"nobody at once", "[serve]\nmax_sessions = 0", []string{`$F:2: serve.max_sessions: 0 is out of range; allowed: a number from 1 to 10000`}},
		{"nothing of serve", "[serve]\nport = 22", []string{`$F:2: serve.port: there is no setting "port"; allowed: addr, keys, host_key, audit, webhook, idle_timeout, max_sessions, max_per_key`}},
		{"negative", "[sla.a]\nclose = '-1h'", []string{`$F:2: sla.a.close: "-1h" is out of range`}},
		{"no time", "[sla.a]\nclose = '1x'", []string{`$F:2: sla.a.close: "1x" is not a time`}},
		{"a list of numbers", "token_command = ['a', 1]", []string{`$F:1: token_command: the list holds a number; allowed: a list of words such as ['pass'`}},
		{"an empty list", "token_command = []", []string{`$F:1: token_command: it is empty`}},
		{"a text for a list", "[keys]\n'verbs.reply' = 'r'", []string{`$F:2: keys.verbs.reply: it is a text, not a list; allowed: a list of keys such as`}},
		{"a value for a table", "undo = 3", []string{`$F:1: undo: it is a number; allowed: a table: [undo]`}},
		{"a table for a value", "[theme]\na = 1", []string{`$F:1: theme: it is a table, not a text`}},
		{"views as a table", "[views]\nname = 'a'", []string{`$F:1: views: it is a table; allowed: a table for each view: [[views]]`}},
		{"a control character", "theme = \"a\\u001b\"", []string{`$F:1: theme: it holds a line break or a control character`}},
		{"several lines", "theme = 3\n\nstore = 'x'\nnotifications = 'horn'", []string{
			`$F:1: theme: `, `$F:3: store: `, `$F:4: notifications: "horn" is none of them; allowed: none, bell, osc9, osc777`,
		}},
		{"no TOML", "theme = 'light'\nundo = [", []string{`$F:2: this is not TOML: `}},
		{"twice", "theme = 'light'\ntheme = 'dark'", []string{`this is not TOML: `}},
		{"the default profile", "[profile.default]\ntheme='dark'", []string{`$F:1: profile.default: the settings of the default profile stand at the top`}},
		{"a profile's name", "[profile.'../x']\ntheme='dark'", []string{`$F:1: profile.../x: "../x" is not the name of a profile`}},
		{"a profile chosen in the file", "profile = 'eu'", []string{`$F:1: profile: it is a text; allowed: [profile.NAME]; the flag --profile chooses one`}},
		{"two hosts", "region='eu'\nbase_url='https://a.example'", []string{`$F:1: region: $F:2 already names the host; allowed: one of the two`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := read(t, tt.text, nil, nil)
			if err != nil || len(c.Problems) != len(tt.want) {
				t.Fatalf("Load() error = %v; problems:\n%v", err, c.Problems)
			}
			for i, want := range tt.want {
				want = strings.ReplaceAll(want, "$F", c.Path)
				if got := c.Problems[i].Error(); !strings.Contains(got, want) {
					t.Errorf("problem %d = %s\nwant %s", i+1, got, want)
				}
			}
		})
	}
}

func TestOneMistakeCostsOneSetting(t *testing.T) {
	t.Parallel()
	c, err := read(t, "theme = 3\nretention_days = 7\n[[views]]\nname='a'\n[[views]]\nname='b'\nquery='q'", nil, nil)
	if err != nil || len(c.Problems) != 2 || c.Theme != "auto" || c.RetentionDays != 7 || len(c.Views) != 1 {
		t.Fatalf("Load() = %+v, %v, %v", c.Settings, c.Problems, err)
	}
	if from := c.From("views.0.query"); from != c.Path+":7" {
		t.Errorf("the view that is left comes from %s, want line 7", from)
	}
}

func TestAWishNotToWriteOutlivesAMistake(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want bool
	}{
		{"read_only = true\ntheme = [", true},
		{"read_only = 'yes'", true},
		{"read-only = true", true},
		{"read_only = false\ntheme = [", false},
		{"theme = [\n# read_only = true", false},
	}
	for _, tt := range tests {
		c, err := read(t, tt.text, nil, nil)
		if err != nil || len(c.Problems) == 0 || c.ReadOnly != tt.want {
			t.Errorf("%q: read-only = %v, %v, %v", tt.text, c.ReadOnly, c.Problems, err)
		}
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writable := filepath.Join(dir, "writable.toml")
	if err := os.WriteFile(writable, []byte("token_command = ['evil']"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(writable, 0o622); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none.toml"): "--config: there is no file ",
		dir:                             "it is not a file",
		writable:                        "others may write this file and so choose the command; run chmod go-w",
	} {
		c, err := load(t, map[config.Key]string{config.KeyConfig: path}, nil)
		if err != nil || len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Error(), want) || c.TokenCommand != nil {
			t.Errorf("%s: %v, %v, %v; want %s", path, c.Problems, c.TokenCommand, err, want)
		}
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

// The example must be right once its comment marks are taken away.
func TestTheExampleIsAccepted(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("example.toml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := read(t, string(raw), nil, nil)
	if err != nil || len(c.Problems) > 0 || !reflect.DeepEqual(c.Settings, config.Default()) {
		t.Errorf("as it stands the example changes something: %+v, %v, %v", c.Settings, c.Problems, err)
	}
	var text strings.Builder
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "#"); ok && !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "base_url") {
			line = rest
		}
		text.WriteString(line)
	}
	c, err = read(t, text.String(), map[config.Key]string{config.KeyProfile: "eu"}, nil)
	if err != nil || len(c.Problems) > 0 {
		t.Errorf("the example is not accepted: %v\n%v", err, c.Problems)
	}
	for _, e := range c.Entries() {
		if e.From == "" && e.Key != config.KeyBaseURL {
			t.Errorf("the example does not show %s", e.Key)
		}
	}
}

func TestEntriesAreWrittenAsTheyAreRead(t *testing.T) {
	t.Parallel()
	first, err := read(t, "editor = \"it's\"\n[undo]\nemail = '1m30s'\n[sla.a]\nclose = '1d2h'\n[keys]\n'verbs.reply' = ['w', \"'\"]", nil, nil)
	if err != nil || len(first.Problems) > 0 {
		t.Fatal(err, first.Problems)
	}
	var text strings.Builder
	for _, e := range first.Entries() {
		if e.From != "" {
			key := string(e.Key)
			if rest, ok := strings.CutPrefix(key, "keys."); ok {
				key = "keys.'" + rest + "'"
			}
			text.WriteString(key + " = " + e.Value + "\n")
		}
	}
	second, err := read(t, text.String(), nil, nil)
	if err != nil || len(second.Problems) > 0 || !reflect.DeepEqual(first.Settings, second.Settings) {
		t.Errorf("%s\nis read as %+v, %v, %v", text.String(), second.Settings, second.Problems, err)
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
