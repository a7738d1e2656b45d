package serve

import (
	"sync"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// screens are what sessions asked for as their terminal, from the request
// until the session begins. They are read here because the client may change
// them at any moment after that.
type screens struct{ sync.Map }

type screen struct {
	pty     ssh.Pty
	windows <-chan ssh.Window
	has     bool
}

func (c *screens) take(sess ssh.Session) screen {
	v, _ := c.LoadAndDelete(sess)
	got, _ := v.(screen) // without one there is no terminal
	return got
}

// window follows the sizes of a terminal from the moment it is asked for: one
// that nobody takes would hold up the whole connection, its end too.
func (s *Server) window(next ssh.PtyHandler) ssh.PtyHandler {
	return func(ctx ssh.Context, sess ssh.Session, pty ssh.Pty) (func() error, error) {
		end, err := next(ctx, sess, pty)
		_, windows, _ := sess.Pty()
		s.screens.Store(sess, screen{windows: newest(windows)})
		return func() error {
			s.screens.Delete(sess)
			return end()
		}, err
	}
}

// newest takes sizes as they come and hands on the last one.
func newest(in <-chan ssh.Window) <-chan ssh.Window {
	out := make(chan ssh.Window, 1)
	go func() {
		defer close(out)
		for w := range in {
			select {
			case <-out:
			default:
			}
			out <- w
		}
	}()
	return out
}

// request lets a session have a shell, or a command's refusal, and no
// subsystem.
func (s *Server) request(sess ssh.Session, kind string) bool {
	if kind == "subsystem" {
		s.refuse(sess.Context(), "the subsystem "+sess.Subsystem())
		return false
	}
	c := s.screens.take(sess)
	c.pty, _, c.has = sess.Pty()
	s.screens.Store(sess, c)
	return true
}

// maxChannels is how many sessions one connection may have, as with OpenSSH's
// own server.
const maxChannels = 10

// channel serves one session, or says that there are too many.
func (s *Server) channel(srv *ssh.Server, conn *gossh.ServerConn, ch gossh.NewChannel, ctx ssh.Context) {
	l, ok := ctx.Value(lineKey{}).(*line)
	if !ok || l.channels.Add(1) > maxChannels {
		s.refuse(ctx, "more sessions than one connection may have")
		_ = ch.Reject(gossh.ResourceShortage, "there are too many sessions")
	} else {
		ssh.DefaultSessionHandler(srv, conn, ch, ctx)
	}
	if ok {
		l.channels.Add(-1)
	}
}
