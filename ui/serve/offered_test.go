package serve

import (
	"strings"
	"testing"
)

// What is refused over SSH, or to a key, is not offered: neither help nor the
// palette nor the hints have it.
func TestNotOffered(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 2, options: []string{"", ",read-only"}})
	lacks := func(g *guest, where string, words ...string) {
		t.Helper()
		for _, w := range words {
			if screen := g.show(); strings.Contains(screen, w) {
				t.Errorf("%s offers %q:\n%s", where, w, screen)
			}
		}
	}
	g := r.opened(0)
	g.press(":")
	g.see("Commands")
	for _, search := range []string{"suspend", "browser"} {
		g.press(search)
		g.see("› " + search + "")
		lacks(g, "the palette", "suspend to the shell", "open in the browser")
		g.press(strings.Repeat("\x7f", len(search)))
	}
	g.press("\x1b")
	g.await("the list", func(screen string) bool { return !strings.Contains(screen, "Commands") })
	g.press("r")
	g.see("Reply to")
	lacks(g, "the composer", "editor")
	g.press("text\x1b")
	g.see("PUBLIC")
	lacks(g, "the review bar", "$EDITOR", "editor")
	g.press("a")
	g.see("attach:")
	lacks(g, "the question for an attachment", "path of a file")
	ro := r.opened(1)
	ro.see("READ ONLY")
	lacks(ro, "the hints", "r reply", "n note")
	ro.press("?")
	ro.see("Help")
	lacks(ro, "the help", "reply to the customer", "internal note", "macro")
}
