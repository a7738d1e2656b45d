package config_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"parley/config"
)

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
