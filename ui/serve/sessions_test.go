package serve

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"parley/api/sandbox"
)

// What one agent does is seen by another, by name, and ends with the session.
func TestPresence(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 2})
	one, two := r.opened(0), r.opened(1)
	one.see("Teammate 02 is here")
	two.press("r")
	one.see("Teammate 02 is replying")
	one.press("h3")
	one.see("Teammate replying") // on the row
	one.press("\r")
	one.press("n")
	one.see("Note")
	one.see("Teammate 02 is replying") // beside the composer
	two.see("Teammate 01 is writing a note")
	if err := two.conn.Close(); err != nil {
		t.Fatal(err)
	}
	one.await("the other to be gone", func(screen string) bool { return !strings.Contains(screen, "Teammate 02") })
}

func TestReadOnlyKey(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 1, options: []string{",read-only"}})
	g := r.opened(0)
	g.see("READ ONLY")
	g.press("r")
	g.see("Nothing can be written with this key")
	g.press("e")
	g.press("\x03\x03")
	g.gone()
	for _, e := range r.sandbox.Journal() {
		if e.Applied {
			t.Errorf("%s %s changed something", e.Method, e.Path)
		}
	}
	if rec := r.wait("the login", event("login", "")); !rec.ReadOnly {
		t.Errorf("%+v", rec)
	}
}

func TestIdle(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 1, limits: Limits{Idle: 2 * time.Second}})
	g := r.opened(0)
	g.press("n")
	g.see("Note")
	g.press("not done")
	g.see("No key was pressed for 2s")
	g.gone()
	r.wait("the end", event("leave", "No key was pressed"))
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 3, limits: Limits{Sessions: 2, PerKey: 1}})
	one := r.opened(0)
	again := r.visit(r.signers[0])
	again.see("This key is in 1 times already.")
	again.gone()
	two := r.opened(1)
	three := r.visit(r.signers[2])
	three.see("All 2 places are taken.")
	three.gone()
	one.press("\x03\x03")
	one.gone()
	r.opened(2)
	two.press("j")
}

// A key that is taken off the list is out, also of a session that it began.
func TestRevoked(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 2})
	one, two := r.opened(0), r.opened(1)
	r.list(fmt.Sprintf("admin=teammate2@hedgerow.example %s", gossh.MarshalAuthorizedKey(r.signers[1].PublicKey())))
	r.server.checkKeys()
	one.see("The list of keys was changed")
	one.gone()
	if _, err := gossh.Dial("tcp", r.addr, r.config(r.signers[0])); err == nil {
		t.Error("it came in again")
	}
	r.list("admin= nonsense\n")
	r.server.checkKeys()
	two.press("n")
	two.see("Note") // who is in stays while the list cannot be read
	if _, err := gossh.Dial("tcp", r.addr, r.config(r.signers[1])); err == nil {
		t.Error("it came in by a list that cannot be read")
	}
	r.wait("the reason", event("refused", "keys:1:"))
}

// A stopping server sends what was confirmed, keeps what was not, and tells.
func TestStop(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1, Teammates: 2, Faults: mustFaults(t, "reply:latency=1s")})
	r := newRig(t, rigOptions{teammates: 2, dir: dir, sandbox: server})
	one, two := r.opened(0), r.opened(1)
	one.press("n")
	one.see("Note")
	one.press("confirmed")
	one.see("confirmed")
	one.press("\x1b")
	one.see("INTERNAL")
	one.press("y")
	r.settles("the reply to leave", func() bool {
		for _, e := range server.Journal() {
			if e.Operation == "reply" {
				return true
			}
		}
		return one.showsPending()
	}, one.show)
	two.press("n")
	two.see("Note")
	two.press("begun")
	two.see("begun")
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	one.see("The server is stopping.")
	two.see("The server is stopping.")
	n := 0
	for _, e := range server.Journal() {
		if e.Operation == "reply" && e.Applied {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d replies were taken, want the one that was confirmed", n)
	}
	r.wait("the line of what was sent", func(rec Record) bool { return rec.Event == "sent" && rec.Kind == "reply as note" })
	again := newRigOn(t, r, rigOptions{teammates: 2, dir: dir, sandbox: server})
	back := again.opened(1)
	back.press("n")
	back.see("begun")
}

func (g *guest) showsPending() bool { return strings.Contains(g.show(), "outbox 1") }

func mustFaults(t *testing.T, spec string) []sandbox.Fault {
	t.Helper()
	f, err := sandbox.ParseFaults(spec)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// newRigOn starts a server where another one was, with the same keys.
func newRigOn(t *testing.T, before *rig, o rigOptions) *rig {
	t.Helper()
	list, err := os.ReadFile(filepath.Join(before.dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	o.teammates = 0
	r := &rig{t: t, dir: o.dir, sandbox: o.sandbox, signers: before.signers, audit: &log{changed: make(chan struct{}, 1)}, ended: make(chan error, 1)}
	r.list(string(list))
	r.start(o)
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// A client may claim any size; what is drawn is bounded.
func TestHugeWindow(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 1})
	g := r.opened(0)
	if err := g.session.WindowChange(1<<31-1, 1<<31-1); err != nil {
		t.Fatal(err)
	}
	if err := g.session.WindowChange(30, 100); err != nil {
		t.Fatal(err)
	}
	g.press("n")
	g.see("Note")
}
