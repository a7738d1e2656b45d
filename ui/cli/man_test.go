package cli

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"parley/keymap"
)

// tree is the command tree with everything that cobra adds when it runs.
func tree() *cobra.Command {
	root := (&app{env: Env{Now: time.Now}}).root()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	return root
}

// pages are the manual pages of every command, by its path.
func pages(root *cobra.Command) map[string]string {
	out := map[string]string{"parley": manPage(root, "2026-01-01")}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range shownCommands(c) {
			out[sub.CommandPath()] = manCommandPage(sub, "2026-01-01")
			walk(sub)
		}
	}
	walk(root)
	return out
}

var request = regexp.MustCompile(`^\.(TH|SH|SS|B|TP|PP|nf|fi|RS [24]|RE)\b`)

func TestManualPagesAreRoff(t *testing.T) {
	t.Parallel()
	for path, page := range pages(tree()) {
		depth := 0
		for n, line := range strings.Split(strings.TrimSuffix(page, "\n"), "\n") {
			switch {
			case strings.HasPrefix(line, ".RS"):
				depth++
			case line == ".RE":
				depth--
			}
			switch {
			case strings.HasPrefix(line, "'"), strings.HasPrefix(line, ".") && !request.MatchString(line):
				t.Errorf("%s:%d is a request: %s", path, n+1, line)
			case strings.TrimSpace(line) != line || line == "":
				if !strings.HasPrefix(line, "  ") { // an example goes on
					t.Errorf("%s:%d has blanks around it: %q", path, n+1, line)
				}
			case strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' }):
				t.Errorf("%s:%d is not plain ASCII: %q", path, n+1, line)
			}
		}
		if depth != 0 {
			t.Errorf("%s: an indent is not closed", path)
		}
	}
}

// Nothing that --help or the key list tells is missing from the page.
func TestManualPageIsWhole(t *testing.T) {
	t.Parallel()
	root := tree()
	page := manPage(root, "2026-01-01")
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if !strings.Contains(page, ".SS "+escaped(c.CommandPath())) && c != root {
			t.Errorf("there is no %s", c.CommandPath())
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" && !f.Hidden && !strings.Contains(page, escaped("--"+f.Name)) {
				t.Errorf("%s: there is no --%s", c.CommandPath(), f.Name)
			}
		})
		for _, sub := range shownCommands(c) {
			walk(sub)
		}
	}
	walk(root)
	for _, b := range keymap.Default().All() {
		if len(b.Keys) > 0 && b.Scope != keymap.Dialog && !strings.Contains(page, "("+escaped(b.Name())+")") {
			t.Errorf("there is no action %s", b.Name())
		}
	}
}

// Where there is a program that reads manual pages, it has nothing to say
// against them.
func TestManualPagesLint(t *testing.T) {
	t.Parallel()
	lint := []string{"mandoc", "-Tlint", "-Wwarning"}
	if _, err := exec.LookPath(lint[0]); err != nil {
		lint = []string{"groff", "-ww", "-man", "-Tutf8", "-z"}
	}
	if _, err := exec.LookPath(lint[0]); err != nil {
		t.Skip("neither mandoc nor groff is here")
	}
	for path, page := range pages(tree()) {
		cmd := exec.CommandContext(t.Context(), lint[0], lint[1:]...)
		cmd.Stdin = strings.NewReader(page)
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%.600s", path, err, out)
		}
	}
}
