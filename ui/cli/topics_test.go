package cli

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/api/desk"
	"parley/config"
)

// knownWords are what follows "there are" in an error: all that the query knows.
func knownWords(t *testing.T, query, before string) []string {
	t.Helper()
	_, err := desk.ParseQuery(query)
	if err == nil {
		t.Fatalf("%s is a query", query)
	}
	_, list, ok := strings.Cut(err.Error(), before)
	if !ok {
		t.Fatalf("%s: %v", query, err)
	}
	return strings.Split(list, ", ")
}

func TestTheTopicOfQueriesIsWholeAndTrue(t *testing.T) {
	t.Parallel()
	examples := regexp.MustCompile(`(?m)^  ([a-z]+:\S+)`).FindAllStringSubmatch(aboutQueries, -1)
	var keys []string
	for _, m := range examples {
		key, _, _ := strings.Cut(m[1], ":")
		keys = append(keys, key)
		if _, err := desk.ParseQuery(m[1]); err != nil {
			t.Errorf("%s: %v", m[1], err)
		}
	}
	for _, key := range knownWords(t, "nosuch:x", "there are ") {
		if !slices.Contains(keys, key) {
			t.Errorf("nothing is said of %s:", key)
		}
	}
	for _, word := range knownWords(t, "is:nosuch", "is: takes ") {
		if !regexp.MustCompile(`\b` + word + `\b`).MatchString(aboutQueries) {
			t.Errorf("nothing is said of is:%s", word)
		}
	}
	for _, q := range []string{"tag:vip,refund", "-tag:spam", `team:"Second line"`, "waiting:>90m", "created:<1w", "updated:2026-11-24"} {
		if _, err := desk.ParseQuery(q); err != nil {
			t.Errorf("%s: %v", q, err)
		}
	}
}

func TestTheTopicOfMacrosIsWholeAndTrue(t *testing.T) {
	t.Parallel()
	_, example, _ := strings.Cut(aboutMacros, "\n\n")
	example, _, _ = strings.Cut(example, "\n\nFilled in")
	m, err := config.ParseMacro("refund.md", []byte(strings.ReplaceAll("\n"+example, "\n  ", "\n")[1:]))
	if err != nil || m.Shortcut != "rf" || !m.Close || m.Assign != "Billing" || !strings.Contains(m.Text, "your refund") {
		t.Errorf("%+v, %v", m, err)
	}
	for _, p := range config.Placeholders() {
		if !strings.Contains(aboutMacros, "{{"+p) {
			t.Errorf("nothing is said of {{%s}}", p)
		}
	}
}
