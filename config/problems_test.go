package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/config"
)

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
