package uitest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "parley"

// leaf is a package of ours that every other may import; it imports none.
const leaf = "api/safetext"

// arrows is the plan of the house: what a package may import of ours, besides everything its
// targets may import. "" is main.go.
var arrows = map[string][]string{
	"":            {"ui/cli"},
	"screenshots": {"ui/cli", "ui/uitest"},

	"ui/cli":   {"ui/serve", "api/sandbox", "config", "keymap"},
	"ui/serve": {"ui", "api/webhook"},
	"ui":       {"ui/inbox", "ui/conversation", "ui/composer", "ui/statusbar", "ui/details", "ui/board", "ui/dialog"},

	"ui/inbox":        pane,
	"ui/conversation": pane,
	"ui/composer":     pane,
	"ui/statusbar":    pane,
	"ui/details":      pane,
	"ui/board":        pane,
	"ui/dialog":       pane,

	"ui/pane":      {"ui/mask", "ui/theme", "ui/layout", "keymap", "api"},
	"ui/richtext":  {"ui/theme", "ui/layout"},
	"ui/mask":      {"ui/richtext", "ui/layout", "api/desk", "api"},
	"ui/term":      {"ui/theme", "ui/layout", "api/desk"},
	"ui/theme":     {},
	"ui/theme/gen": {"ui/theme"},
	"ui/layout":    {},
	"ui/uitest":    {},

	"api/desk":                {"api/store", "api"},
	"api/store":               {"api"},
	"api/sandbox":             {"api"},
	"api/webhook":             {"api"},
	"api/sandbox/openapitest": {},
	"api":                     {leaf},
	leaf:                      {},

	"config":        {"config/secret"},
	"config/gen":    {"config"},
	"config/secret": {},
	"keymap":        {},
	"keymap/gen":    {"keymap"},
}

var pane = []string{"ui/pane", "ui/richtext", "ui/mask", "ui/term", "keymap", "api/desk"}

// keepers are the libraries that only some packages may use, because what they do has one
// place in the house.
var keepers = map[string][]string{
	// Of these, only api talks to Intercom; ui/term asks what kind of file an attachment is, and
	// api/webhook is talked to.
	"net/http":           {"api", "api/sandbox", "api/webhook", "api/sandbox/openapitest", "ui/cli", "ui/term", "ui/uitest", "screenshots"},
	"modernc.org/sqlite": {"api/store"},
	"database/sql":       {"api/store"},
	// Only ui/richtext makes text of a body for the screen; api looks whether a reply says
	// anything, and the sandbox answers display_as=plaintext.
	"golang.org/x/net/html":    {"ui/richtext", "api", "api/sandbox"},
	"charm.land/glamour/v2":    {"ui/richtext", "ui/theme"}, // ui/theme holds the styles for it
	"github.com/yuin/goldmark": {"ui/richtext"},
	"charm.land/bubbletea/v2":  {"ui/...", "screenshots"},
	"charm.land/lipgloss/v2":   {"ui/...", "screenshots"},
	"charm.land/wish/v2":       {"ui/serve"},
	"charm.land/ssh":           {"ui/serve"},
	"github.com/spf13/cobra":   {"ui/cli"},
}

// forTests are packages that only tests and the picture maker may import.
var forTests = []string{"ui/uitest", "api/sandbox/openapitest"}

// house is a set of packages and their direct imports, by path within the module.
type house map[string][]string

// TestArrows reads the imports of the whole module and compares them with the plan.
func TestArrows(t *testing.T) {
	t.Parallel()
	for _, complaint := range built(t).inspect() {
		t.Error(complaint)
	}
}

func TestArrowsAreChecked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		house house
		want  string // "" is a sound house
	}{
		"along the arrows":       {house{"": {"parley/ui/cli", "os"}, "ui/cli": {"parley/api/store", "parley/keymap"}}, ""},
		"the leaf":               {house{"config/secret": {"parley/api/safetext"}}, ""},
		"backwards":              {house{"api": {"parley/api/desk"}}, "api imports api/desk"},
		"pane to pane":           {house{"ui/inbox": {"parley/ui/composer"}}, "ui/inbox imports ui/composer"},
		"keymap and config":      {house{"config": {"parley/keymap"}}, "config imports keymap"},
		"out of the leaf":        {house{"api/safetext": {"parley/config/secret"}}, "api/safetext imports config/secret"},
		"a second HTTP client":   {house{"ui/inbox": {"net/http"}}, "ui/inbox imports net/http"},
		"a second database":      {house{"api/desk": {"modernc.org/sqlite/lib"}}, "api/desk imports modernc.org/sqlite"},
		"the screen, below ui":   {house{"keymap": {"charm.land/bubbletea/v2"}}, "keymap imports charm.land/bubbletea/v2"},
		"a test aid outside":     {house{"ui/cli": {"parley/ui/uitest"}}, "ui/cli imports ui/uitest"},
		"a room not in the plan": {house{"util": {}}, "util is not in the plan"},
	} {
		got := strings.Join(test.house.inspect(), "; ")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func (h house) inspect() []string {
	var complaints []string
	for _, room := range slices.Sorted(maps.Keys(h)) {
		if _, ok := arrows[room]; !ok {
			complaints = append(complaints, label(room)+" is not in the plan: give it a line in arrows")
			continue
		}
		allowed := reach(room)
		for _, path := range h[room] {
			if own, ok := strings.CutPrefix(path, module+"/"); ok {
				if !allowed[own] || slices.Contains(forTests, own) && room != "screenshots" {
					complaints = append(complaints, label(room)+" imports "+own+", against the arrows")
				}
			} else if lib, ok := kept(path); ok && !mayUse(room, keepers[lib]) {
				complaints = append(complaints, label(room)+" imports "+lib+", which is for "+strings.Join(keepers[lib], ", "))
			}
		}
	}
	return complaints
}

// reach returns what a package may import: the ends of all paths of arrows from it.
func reach(room string) map[string]bool {
	seen := map[string]bool{leaf: true}
	queue := slices.Clone(arrows[room])
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		if !seen[next] {
			seen[next] = true
			queue = append(queue, arrows[next]...)
		}
	}
	return seen
}

func kept(path string) (string, bool) {
	for lib := range keepers {
		if path == lib || strings.HasPrefix(path, lib+"/") {
			return lib, true
		}
	}
	return "", false
}

func mayUse(room string, keepers []string) bool {
	for _, k := range keepers {
		tree, isTree := strings.CutSuffix(k, "/...")
		if room == k || isTree && (room == tree || strings.HasPrefix(room, tree+"/")) {
			return true
		}
	}
	return false
}

func label(room string) string {
	if room == "" {
		return "main.go"
	}
	return room
}

// built asks the go command for the imports of the module, without those of tests.
func built(t *testing.T) house {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports", module+"/...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	h := house{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string   `json:"ImportPath"`
			Imports    []string `json:"Imports"`
		}
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return h
		}
		if err != nil {
			t.Fatalf("read the output of go list: %v", err)
		}
		h[strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")] = p.Imports
	}
}
