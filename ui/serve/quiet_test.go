package serve

import (
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// A listed key that asks for this and that but never for the inbox is shown
// the door like one who says nothing, and nothing of it stays behind. It runs
// alone: it counts goroutines.
func TestNeverAShell(t *testing.T) {
	for name, ask := range map[string]func(*gossh.Client, *gossh.Session) error{
		"nothing": func(*gossh.Client, *gossh.Session) error { return nil },
		"sizes of the window": func(_ *gossh.Client, s *gossh.Session) error {
			if err := s.RequestPty("xterm", 30, 100, nil); err != nil {
				return err
			}
			for i := range 200 {
				if err := s.WindowChange(30+i%5, 100); err != nil {
					return err
				}
			}
			return nil
		},
		"an environment without end": func(_ *gossh.Client, s *gossh.Session) error {
			for {
				_, err := s.SendRequest("env", false, gossh.Marshal(struct{ K, V string }{"LANG", strings.Repeat("x", 20_000)}))
				if err != nil {
					return nil //nolint:nilerr // it was shown the door
				}
			}
		},
		"session after session": func(c *gossh.Client, _ *gossh.Session) error {
			for {
				if _, err := c.NewSession(); err != nil {
					return nil //nolint:nilerr // it was shown the door
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, rigOptions{teammates: 1, limits: Limits{Handshake: time.Second}})
			before := served()
			conn, err := gossh.Dial("tcp", r.addr, r.config(r.signers[0]))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			s, err := conn.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			if err := ask(conn, s); err != nil {
				t.Fatal(err)
			}
			_ = conn.Wait() // any error is an end
			r.wait("the reason", event("refused", "signed in"))
			r.settles("goroutines", func() bool { return served() <= before }, func() string { return strings.Join(goroutines(), "\n\n") })
		})
	}
}

// served is how many goroutines work on connections.
func served() int {
	n := 0
	for _, stack := range goroutines() {
		if strings.Contains(stack, "charm.land/ssh.(*session)") || strings.Contains(stack, "ssh.(*mux)") {
			n++
		}
	}
	return n
}
