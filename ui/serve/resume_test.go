package serve

import (
	"testing"
	"time"

	"parley/api/sandbox"
)

// What one run could not send, the next one sends, though nobody comes.
func TestResume(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1, Teammates: 1, Faults: mustFaults(t, "reply:429")})
	before := newRig(t, rigOptions{teammates: 1, dir: dir, sandbox: server, limits: Limits{Outboxes: 200 * time.Millisecond}})
	g := before.opened(0)
	g.press("n")
	g.see("Note")
	g.press("for later")
	g.see("for later")
	g.press("\x1b")
	g.see("INTERNAL")
	g.press("y")
	g.see("outbox 1")
	if err := before.stop(); err != nil {
		t.Fatal(err)
	}
	server.SetFaults()
	after := newRigOn(t, before, rigOptions{dir: dir, sandbox: server})
	rec := after.wait("what was left", func(rec Record) bool { return rec.Event == "sent" })
	if rec.Admin != "7320001" || rec.Kind != "reply as note" || rec.Part == "" {
		t.Errorf("%+v", rec)
	}
	after.empty()
	n := 0
	for _, e := range server.Journal() {
		if e.Operation == "reply" && e.Applied {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d replies were taken", n)
	}
}
