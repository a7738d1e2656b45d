//go:build unix

package cli

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/config"
)

// within writes a setting with a value, in its table, and returns the line on
// which it stands.
func within(name, value string) (text string, line int) {
	table, key, inTable := strings.Cut(name, ".")
	switch {
	case !inTable:
		return fmt.Sprintf("# mine\n%s = %s\n", name, value), 2
	case table == "views":
		other := map[string]string{"name": "query = 'is:open'", "query": "name = 'A'", "sort": "name = 'A'\nquery = 'is:open'"}[key]
		return fmt.Sprintf("[[views]]\n%s = %s\n%s\n", key, value, other), 2
	case table == "sla":
		return fmt.Sprintf("[sla.Gold]\n%s = %s\n", key, value), 2
	default:
		return fmt.Sprintf("[%s]\n%s = %s\n", table, key, value), 2
	}
}

// mistaken are values of the right kind that each setting refuses.
var mistaken = map[string][]string{
	"base_url":       {"'ftp://x.example'", "'https://u:p@x.example'", "'https://x.example/?a=b'", "'https://'", "'x'", "''", "\"a\\nb\""},
	"region":         {"'moon'", "''"},
	"api_version":    {"'9.9'", "''"},
	"low_bandwidth":  {"'maybe'"},
	"slideshow":      {"'1s'", "'2h'", "'soon'"},
	"admin":          {"'Ana'", "''"},
	"token_command":  {"[]", "['']", "[1]"},
	"retention_days": {"0", "-1", "99999"},
	"theme":          {"'pink'", "''", "'../x'"},
	"hyperlinks":     {"'maybe'"}, "notifications": {"'loud'"}, "mark_read": {"'later'"}, "key_preset": {"'emacs'"}, "editor": {"''"},
	"office_hours": {"'whenever'", "''"}, "time_zone": {"'Mars/Base'", "''"},
	"undo.email": {"'soon'", "'11m'", "'-1s'"}, "undo.chat": {"'1h'"}, "undo.note": {"'x'"}, "undo.other": {"''"},
	"sla.first_reply": {"'soon'"}, "sla.next_reply": {"'-1h'"}, "sla.close": {"'99999d'"},
	"sla.office_hours": {"'whenever'"}, "sla.time_zone": {"'Mars/Base'", "'Europe/Lisbon'"},
	"serve.addr": {"'localhost'", "':http'", "''"}, "serve.webhook": {"':99999'"}, "serve.keys": {"''", "'~/k'"}, "serve.host_key": {"''"},
	"serve.audit": {"''"}, "serve.idle_timeout": {"'soon'", "'-1s'"}, "serve.max_sessions": {"0", "20000"}, "serve.max_per_key": {"-1"},
	"views.name": {"''"}, "views.query": {"'is:nonsense'", "''"}, "views.sort": {"'color'"},
}

// Whatever is wrong with a setting is said with the file, the line, the
// setting, and what to write instead; and never keeps the inbox closed.
func TestEveryMistakeNamesItsLine(t *testing.T) {
	t.Parallel()
	for _, name := range leaves(reflect.TypeFor[config.Settings](), "") {
		wrong := []string{"1979-05-27", "[[1]]"} // of no kind that a setting has
		if !slices.Contains([]string{"keys", "read_only", "store", "mask", "linear"}, name) && len(mistaken[name]) == 0 {
			t.Errorf("nothing here is refused by %s", name)
		}
		for _, value := range append(wrong, mistaken[name]...) {
			text, line := within(name, value)
			mistake(t, name, text, line)
		}
	}
	for _, x := range []struct {
		name, text string
		line       int
	}{
		{"thema", "thema = 'dark'", 1},
		{"undo.mail", "[undo]\nmail = '1s'", 2},
		{"sla.Gold.first", "[sla.Gold]\nfirst = '1h'", 2},
		{"views.nam", "[[views]]\nname = 'A'\nquery = 'is:open'\nnam = 'x'", 4},
		{"undo", "undo = 5", 1},
		{"sla", "sla = 'x'", 1},
		{"sla.Gold", "[sla]\nGold = 1", 2},
		{"views", "[[views]]\nname = 'A'", 1},
		{"keys.verbs.nope", "[keys]\nverbs.nope = ['x']", 2},
		{"keys.verbs.note", "[keys]\nverbs.note = ['r']", 2},
		{"keys.verbs.note", "[keys]\nverbs.note = ['ctrl+i']", 2},
		{"keys.verbs.note", "[keys]\nverbs.note = 'w'", 2},
		{"keys.verbs.note", "[keys]\nverbs.note = [5]", 2},
		{"keys.always.cancel", "[keys]\nalways.cancel = []", 2},
		{"profile", "profile = 'eu'", 1},
		{"profile.eu.region", "[profile.eu]\nregion = 'moon'", 2},
		{"profile.default", "[profile.default]\ntheme = 'dark'", 1},
		{"region", "base_url = 'https://x.example'\nregion = 'eu'", 2},
	} {
		mistake(t, x.name, x.text, x.line)
	}
	for _, text := range []string{"theme = ", "theme = 'dark'\ntheme = 'light'", "[undo", "\x00"} {
		a := settledApp(t, text)
		if got := a.cfg.Problems.Error(); !regexp.MustCompile(`^\S*config\.toml:\d+: this is not TOML: .+$`).MatchString(got) {
			t.Errorf("%q is told as %s", text, got)
		}
	}
}

// mistake looks at what is said of a file with one mistake.
func mistake(t *testing.T, name, text string, line int) {
	t.Helper()
	table, key, inSLA := strings.Cut(name, ".")
	if inSLA && table == "sla" && !strings.HasPrefix(key, "Gold") {
		name = "sla.Gold." + key
	}
	a := settledApp(t, text)
	// What follows the setting is the problem, and what is allowed or what to do.
	want := regexp.MustCompile(fmt.Sprintf(`^\S*config\.toml:%d: %s: .+(; |: write ).+$`, line, regexp.QuoteMeta(name)))
	if len(a.cfg.Problems) != 1 || !want.MatchString(a.cfg.Problems.Error()) {
		t.Errorf("%q is told as\n%v\nwant %s", text, a.cfg.Problems, want)
		return
	}
	if w := a.warnings(); len(w) != 1 || !strings.Contains(w[0], a.cfg.Problems[0].Error()[:10]) {
		t.Errorf("%q: the inbox opens with %q", text, w)
	}
}
