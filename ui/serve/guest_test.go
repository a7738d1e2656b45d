package serve

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"
)

// guest is an agent at a terminal, with ssh as they have it.
type guest struct {
	t       testing.TB
	conn    *gossh.Client
	session *gossh.Session
	keys    io.WriteCloser
	ended   chan error

	mu      sync.Mutex
	screen  *vt.Emulator
	changed chan struct{}
}

// Write draws what the server wrote.
func (g *guest) Write(b []byte) (int, error) {
	g.mu.Lock()
	n, err := g.screen.Write(b)
	g.mu.Unlock()
	select {
	case g.changed <- struct{}{}:
	default:
	}
	return n, err
}

func (r *rig) config(s gossh.Signer) *gossh.ClientConfig {
	return &gossh.ClientConfig{
		User: "agent", Auth: []gossh.AuthMethod{gossh.PublicKeys(s)}, HostKeyCallback: gossh.FixedHostKey(r.hostKey), Timeout: patience,
	}
}

// visit signs in with a key and opens a terminal.
func (r *rig) visit(s gossh.Signer) *guest {
	r.t.Helper()
	return r.visitAs(r.config(s))
}

func (r *rig) visitAs(c *gossh.ClientConfig) *guest {
	r.t.Helper()
	conn, err := gossh.Dial("tcp", r.addr, c)
	if err != nil {
		r.t.Fatal(err)
	}
	g := &guest{t: r.t, conn: conn, screen: vt.NewEmulator(100, 30), changed: make(chan struct{}, 1), ended: make(chan error, 1)}
	if g.session, err = conn.NewSession(); err != nil {
		r.t.Fatal(err)
	}
	if err := g.session.RequestPty("xterm-256color", 30, 100, nil); err != nil {
		r.t.Fatal(err)
	}
	if g.keys, err = g.session.StdinPipe(); err != nil {
		r.t.Fatal(err)
	}
	g.session.Stdout, g.session.Stderr = g, g
	if err := g.session.Shell(); err != nil {
		r.t.Fatal(err)
	}
	go func() { // answers to queries, until the screen is closed
		if _, err := io.Copy(g.keys, g.screen); err != nil {
			_, _ = io.Copy(io.Discard, g.screen) // what nobody takes would hold up the screen
		}
	}()
	go func() {
		err := g.session.Wait()
		_ = g.screen.InputPipe().(io.Closer).Close() // ends the copying
		g.ended <- err
	}()
	return g
}

func (g *guest) press(keys string) {
	g.t.Helper()
	if _, err := io.WriteString(g.keys, keys); err != nil {
		g.t.Fatalf("press %q: %v; the screen:\n%s", keys, err, g.show())
	}
}

func (g *guest) show() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return ansi.Strip(g.screen.Render())
}

// see waits until the screen has a text.
func (g *guest) see(text string) {
	g.t.Helper()
	g.await(text, func(screen string) bool { return strings.Contains(screen, text) })
}

func (g *guest) await(what string, ok func(screen string) bool) {
	g.t.Helper()
	deadline := time.After(patience)
	for !ok(g.show()) {
		select {
		case <-g.changed:
		case <-deadline:
			g.t.Fatalf("waited in vain for %q; the screen:\n%s", what, g.show())
		}
	}
}

// gone waits until the session has ended.
func (g *guest) gone() {
	g.t.Helper()
	select {
	case <-g.ended:
	case <-time.After(patience):
		g.t.Fatalf("the session does not end; the screen:\n%s", g.show())
	}
	_ = g.conn.Close()
}
