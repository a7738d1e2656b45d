package serve

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

func TestStrangers(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 1, limits: Limits{Handshake: 1500 * time.Millisecond, Knocking: 3}})
	stranger := newSigner(t)

	t.Run("a key that is not listed", func(t *testing.T) {
		if _, err := gossh.Dial("tcp", r.addr, r.config(stranger)); err == nil {
			t.Error("it came in")
		}
		rec := r.wait("the refusal", event("refused", "not on the list"))
		if rec.Key != gossh.FingerprintSHA256(stranger.PublicKey()) || rec.Address == "" || rec.User != "agent" {
			t.Errorf("%+v", rec)
		}
	})
	t.Run("a password", func(t *testing.T) {
		c := r.config(stranger)
		c.Auth = []gossh.AuthMethod{gossh.Password("secret"), gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil })}
		if _, err := gossh.Dial("tcp", r.addr, c); err == nil || strings.Contains(err.Error(), "attempted methods [none password") {
			t.Errorf("a password was asked for: %v", err)
		}
		r.wait("the refusal", event("refused", "no key was offered"))
	})
	t.Run("another server's key at the client", func(t *testing.T) {
		c := r.config(r.signers[0])
		c.HostKeyCallback = gossh.FixedHostKey(stranger.PublicKey())
		before := len(r.audit.records(t))
		if _, err := gossh.Dial("tcp", r.addr, c); err == nil {
			t.Error("the client took it")
		}
		r.settles("a line", func() bool { return len(r.audit.records(t)) > before }, r.audit.String)
	})
	t.Run("a scan", func(t *testing.T) {
		got := r.knock(t, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"+strings.Repeat("\x00\xff\x1b]52;c;AAAA\a", 50000))
		if rest, ok := strings.CutPrefix(got, "SSH-2.0-Parley\r\n"); !ok || len(rest) > 2000 || strings.Contains(rest, "hedgerow") {
			t.Errorf("it was told %q", got)
		}
	})
	t.Run("somebody who says nothing", func(t *testing.T) {
		if got := r.knock(t, ""); got != "SSH-2.0-Parley\r\n" {
			t.Errorf("it was told %q", got)
		}
		r.wait("the end", event("refused", "nobody signed in"))
	})
	t.Run("many who say nothing", func(t *testing.T) {
		for range 6 {
			c, err := net.Dial("tcp", r.addr)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
		}
		r.wait("the refusal", event("refused", "nobody has signed in on"))
	})
	if strings.Contains(r.audit.String(), "\x1b") {
		t.Error("the audit log holds control bytes")
	}
	r.settles("the door", func() bool {
		r.server.doors.mu.Lock()
		defer r.server.doors.mu.Unlock()
		return len(r.server.doors.lines)+len(r.server.doors.knocking) == 0
	}, r.audit.String)
}

// knock connects, says something, and returns what it is told until it is
// shown the door.
func (r *rig) knock(t *testing.T, say string) string {
	t.Helper()
	c, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(patience))
	go func() { _, _ = io.WriteString(c, say) }() // it may be shut in the middle of it
	b, err := io.ReadAll(c)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("it was let stay")
	}
	return string(b)
}

// A listed key opens the inbox, and nothing else.
func TestNothingElse(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 1})
	conn, err := gossh.Dial("tcp", r.addr, r.config(r.signers[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	try := func(name string, f func(*gossh.Session) (string, error)) {
		t.Helper()
		s, err := conn.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if got, err := f(s); err == nil {
			t.Errorf("%s: allowed: %s", name, got)
		}
	}
	try("a command", func(s *gossh.Session) (string, error) {
		b, err := s.CombinedOutput("id")
		if !strings.Contains(string(b), "Commands are not run here") {
			t.Errorf("it was told %q", b)
		}
		return string(b), err
	})
	try("no terminal", func(s *gossh.Session) (string, error) {
		var b strings.Builder
		s.Stderr = &b
		if err := s.Shell(); err != nil {
			return "", err
		}
		err := s.Wait()
		if !strings.Contains(b.String(), "needs a terminal") {
			t.Errorf("it was told %q", b.String())
		}
		return b.String(), err
	})
	try("a dumb terminal", func(s *gossh.Session) (string, error) {
		if err := s.RequestPty("dumb", 24, 80, nil); err != nil {
			return "", err
		}
		if err := s.Shell(); err != nil {
			return "", err
		}
		return "", s.Wait()
	})
	try("sftp", func(s *gossh.Session) (string, error) { return "", s.RequestSubsystem("sftp") })
	if _, err := conn.Dial("tcp", "127.0.0.1:22"); err == nil {
		t.Error("it forwards")
	}
	if _, err := conn.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("it listens")
	}
	r.wait("the subsystem", event("refused", "subsystem"))
	r.wait("the channel", event("refused", "direct-tcpip"))
}

// A paste that is too large gives nothing, and the session goes on.
func TestLargePaste(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 1, limits: Limits{Paste: 10_000}})
	g := r.opened(0)
	g.press("n")
	g.see("Note")
	g.press("\x1b[200~" + strings.Repeat("lorem ipsum ", 300_000) + "\x1b[201~")
	g.see("That paste is too large")
	g.press("\x1b[200~" + strings.Repeat("dolor sit. ", 10) + "\x1b[201~")
	g.see("dolor sit.")
	if strings.Contains(g.show(), "lorem") {
		t.Errorf("a part of it arrived:\n%s", g.show())
	}
	r.wait("the line in the log", event("refused", "paste"))
}

// opened visits with the first conversation open.
func (r *rig) opened(i int) *guest {
	r.t.Helper()
	if r.open == "" {
		r.open = r.conversations(1)[0]
	}
	g := r.visit(r.signers[i])
	g.see("as Teammate")
	g.see("/ find")
	return g
}

// A sequence that Bubble Tea's input cannot take ends nothing.
// What is sent fits into one read: a sequence that comes in pieces, with a pause
// between them, is rightly taken for keys.
func TestHostileKeys(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 2})
	other := r.opened(1)
	g := r.opened(0)
	g.press("\x1b[" + strings.Repeat("1;", 60) + "m\x1b]52;c;" + strings.Repeat("A", 3000) + "\a\x9b" + strings.Repeat("0:", 60) + "A")
	g.press("n")
	g.see("Note")
	other.press("n")
	other.see("Note")
}

// A terminal that takes nothing any more loses its line; the others do not
// notice.
func TestStalledLine(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 2, limits: Limits{Stall: 500 * time.Millisecond}})
	other := r.opened(1)
	conn, err := gossh.Dial("tcp", r.addr, r.config(r.signers[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s, err := conn.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RequestPty("xterm-256color", 100, 300, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.StdoutPipe(); err != nil { // and nobody reads it
		t.Fatal(err)
	}
	if _, err := s.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	r.wait("the login", func(rec Record) bool { return rec.Event == "login" && rec.Name == "Teammate 01" })
	go func() {
		i := 0
		for s.WindowChange(100+i%7, 300-i%5) == nil {
			i++
		}
	}()
	rec := r.wait("the end", func(rec Record) bool { return rec.Event == "leave" && rec.Name == "Teammate 01" })
	if rec.Reason != "The terminal took nothing for 500ms." {
		t.Errorf("%+v", rec)
	}
	other.press("n")
	other.see("Note")
}
