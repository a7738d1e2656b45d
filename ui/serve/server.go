package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"parley/api"
	"parley/api/desk"
	"parley/api/store"
	"parley/ui"
)

// Options are what a Server works with. All but Log, Limits and Webhook are
// needed.
type Options struct {
	// Team reads for everybody; it is started and nobody looks at it. Store is
	// the one that it was made with, and Dir the folder for the agents' own.
	Team  *desk.Desk
	Store *store.Store
	Dir   string
	// DeskOptions are the agents' desks', as far as they are not their own.
	DeskOptions desk.Options
	// Screen makes an agent's screen; desk, presence and host are the server's.
	Screen func(Agent) (ui.Options, error)
	Keys   *Keys
	// HostKey is the file with the server's key. It is made when it is not
	// there, readable by its owner only.
	HostKey string
	Audit   *Audit
	Limits  Limits
	Webhook *Webhook // nil: Intercom is asked, and does not tell
	Now     func() time.Time
	Log     *slog.Logger
}

// Agent is a teammate who comes in.
type Agent struct {
	Admin api.Admin
	Key   Key
	// Getenv reads the environment that came with the connection.
	Getenv func(string) string
}

// Server is the inbox over SSH.
type Server struct {
	o        Options
	doors    *doors
	office   *office
	presence presence
	screens  screens
	stopping chan struct{}
	wrap     func(tea.Model) tea.Model // for tests; nil

	mu       sync.Mutex
	closed   bool
	last     int64 // number of the newest session
	sessions map[*session]bool
	group    sync.WaitGroup
}

// New returns a server. It opens nothing yet.
func New(o Options) (*Server, error) {
	if o.Team == nil || o.Store == nil || o.Screen == nil || o.Keys == nil || o.Audit == nil || o.Now == nil {
		return nil, errors.New("a server needs a team's desk, its store, a screen, keys, an audit log and a clock")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Limits = o.Limits.filled()
	s := &Server{o: o, doors: newDoors(o.Limits), stopping: make(chan struct{}), sessions: map[*session]bool{}}
	s.office = &office{o: &s.o, guard: s.guard, audit: o.Audit, desks: map[api.ID]*agentDesk{}}
	return s, nil
}

// Serve lets agents in until ctx ends. Then it tells them, saves what they
// were writing, lets the outboxes finish for a while, and returns.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv, err := s.ssh()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if err := s.office.resume(ctx); err != nil {
		return errors.Join(err, l.Close())
	}
	hooking, endHooks := context.WithCancel(ctx)
	hooksEnded, err := s.hooks(hooking)
	if err != nil {
		endHooks()
		return errors.Join(err, l.Close())
	}
	defer hooksEnded()
	defer endHooks()
	s.o.Audit.Write(Record{Event: "start", Address: l.Addr().String()})
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	watch, done := context.WithCancel(ctx)
	go s.watchKeys(watch)
	select {
	case <-ctx.Done():
		err = nil
	case err = <-ended:
		err = fmt.Errorf("listen: %w", err)
	}
	done()
	s.stop(context.WithoutCancel(ctx), srv)
	s.o.Audit.Write(Record{Event: "stop"})
	return err
}

// stop sends everybody home.
func (s *Server) stop(ctx context.Context, srv *ssh.Server) {
	s.doors.close()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	close(s.stopping)
	grace, cancel := context.WithTimeout(ctx, s.o.Limits.Outboxes)
	defer cancel()
	leaving, cancelLeaving := context.WithTimeout(ctx, 2*hangupGrace)
	defer cancelLeaving()
	within(leaving, s.group.Wait)
	s.office.stop(grace)
	soon, cancelSoon := context.WithTimeout(ctx, time.Second)
	defer cancelSoon()
	if srv.Shutdown(soon) != nil {
		_ = srv.Close() // those who hold on to their connection lose it
	}
}

// ssh makes the server of the protocol: public keys and a shell, and nothing
// else.
func (s *Server) ssh() (*ssh.Server, error) {
	if info, err := os.Stat(s.o.HostKey); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("others can read the host key: chmod 600 %s", s.o.HostKey)
	}
	srv, err := wish.NewServer(
		wish.WithHostKeyPath(s.o.HostKey),
		wish.WithPublicKeyAuth(s.admit),
		wish.WithVersion("Parley"),
		ssh.EmulatePty(),
		ssh.WrapConn(s.accept),
	)
	if err != nil {
		return nil, fmt.Errorf("host key %s: %w", s.o.HostKey, err)
	}
	srv.Handler = s.handle
	srv.ConnectionFailedCallback = s.failed
	srv.SessionRequestCallback = s.request
	srv.PtyHandler = s.window(srv.PtyHandler)
	srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.channel, "default": s.noChannel}
	return srv, nil
}

type lineKey struct{}

// accept takes a connection, or refuses it before a byte is read.
func (s *Server) accept(ctx ssh.Context, conn net.Conn) net.Conn {
	from := host(conn.RemoteAddr())
	drop, why := s.doors.knock(from)
	if why != "" {
		s.o.Audit.Write(Record{Event: "refused", Address: conn.RemoteAddr().String(), Reason: why})
		return nil
	}
	l := &line{Conn: conn, stall: s.o.Limits.Stall}
	l.knocks = sync.OnceFunc(func() { s.doors.opened(from) })
	knocking, entered := context.WithTimeout(context.Background(), s.o.Limits.Handshake)
	l.drop = func() {
		entered()
		l.knocks()
		drop()
	}
	l.refuse = func(why string) {
		s.o.Audit.Write(Record{Event: "refused", Address: conn.RemoteAddr().String(), Reason: why})
		_ = l.Close()
	}
	context.AfterFunc(knocking, func() {
		if l.entered.Load() == 0 && errors.Is(knocking.Err(), context.DeadlineExceeded) {
			l.refuse("nobody signed in for " + s.o.Limits.Handshake.String())
		}
	})
	ctx.SetValue(lineKey{}, l)
	return l
}

// admit says whether a key is on the list. The client may only be asking; that
// it holds the key is proved afterwards.
func (s *Server) admit(ctx ssh.Context, key ssh.PublicKey) bool {
	if _, ok := s.o.Keys.Find(key); ok {
		return true
	}
	why := "the key is not on the list"
	if _, err := s.o.Keys.All(); err != nil {
		why = "the list of keys cannot be used: " + err.Error()
	}
	s.o.Audit.Write(Record{
		Event: "refused", Address: ctx.RemoteAddr().String(), User: ctx.User(), Key: gossh.FingerprintSHA256(key), Reason: why,
	})
	return false
}

// noChannel refuses forwarding, and whatever else is no session.
func (s *Server) noChannel(_ *ssh.Server, _ *gossh.ServerConn, ch gossh.NewChannel, ctx ssh.Context) {
	s.refuse(ctx, "a channel for "+ch.ChannelType())
	_ = ch.Reject(gossh.Prohibited, "only a session is served here")
}

// refuse notes what a connection that is signed in asked for in vain.
func (s *Server) refuse(ctx ssh.Context, what string) {
	s.o.Audit.Write(Record{Event: "refused", Address: ctx.RemoteAddr().String(), User: ctx.User(), Reason: what})
}

// failed notes a connection on which nobody signed in.
func (s *Server) failed(conn net.Conn, err error) {
	if errors.Is(err, net.ErrClosed) {
		return // we closed it, and said why
	}
	if auth, ok := errors.AsType[*gossh.ServerAuthError](err); ok {
		for _, e := range auth.Errors {
			if errors.Is(e, ssh.ErrPermissionDenied) {
				return // the key was noted
			}
		}
		err = errors.New("no key was offered")
	}
	s.o.Audit.Write(Record{Event: "refused", Address: conn.RemoteAddr().String(), Reason: err.Error()})
}

// guard keeps a panic in one goroutine from ending all sessions.
func (s *Server) guard(what string) {
	if r := recover(); r != nil {
		s.o.Log.Error("panic", "in", what, "type", fmt.Sprintf("%T", r)) // the value may hold what a customer wrote
		s.o.Audit.Write(Record{Event: "trouble", Reason: what + " crashed"})
	}
}

// Fingerprint returns that of the host key, which is made when it is not
// there, for agents to compare at their first visit.
func (s *Server) Fingerprint() (string, error) {
	key, err := s.hostKey()
	if err != nil {
		return "", err
	}
	return gossh.FingerprintSHA256(key), nil
}

func (s *Server) hostKey() (gossh.PublicKey, error) {
	srv, err := s.ssh()
	if err != nil {
		return nil, err
	}
	return srv.HostSigners[0].PublicKey(), nil
}
