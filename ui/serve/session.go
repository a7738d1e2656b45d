package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"github.com/charmbracelet/colorprofile"
	gossh "golang.org/x/crypto/ssh"

	"parley/api"
	"parley/ui"
	"parley/ui/term"
)

// session is one agent's terminal.
type session struct {
	s       *Server
	n       int64
	ssh     ssh.Session
	line    *line
	screen  screen
	key     Key
	admin   api.Admin
	env     []string
	began   time.Time
	revoked chan struct{}
	revoke  func()
}

// handle serves one session from beginning to end.
func (s *Server) handle(sess ssh.Session) {
	if !s.begin() {
		_ = sess.Exit(1)
		return
	}
	defer s.group.Done()
	l, ok := sess.Context().Value(lineKey{}).(*line)
	if !ok {
		_ = sess.Exit(1)
		return
	}
	l.enter()
	defer l.leave()
	x := &session{s: s, ssh: sess, line: l, screen: s.screens.take(sess), began: s.o.Now(), revoked: make(chan struct{})}
	x.revoke = sync.OnceFunc(func() { close(x.revoked) })
	defer func() {
		if r := recover(); r != nil {
			s.o.Log.Error("panic", "in", "session", "type", fmt.Sprintf("%T", r)) // the value may hold what a customer wrote
			x.note(Record{Event: "trouble", Reason: "the session crashed"})
			_ = sess.Exit(1)
		}
	}()
	leave, err := x.comeIn()
	if err != nil {
		x.note(Record{Event: "refused", Reason: err.Error()})
		x.farewell(err.Error())
		_ = sess.Exit(1)
		return
	}
	defer leave()
	code := 0
	why, err := x.run()
	if err != nil {
		code = 1
	}
	x.note(Record{Event: "leave", Reason: why, Seconds: int64(s.o.Now().Sub(x.began) / time.Second)})
	_ = sess.Exit(code)
}

// begin counts a session that stop waits for; false when it does not any more.
func (s *Server) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.group.Add(1)
	}
	return !s.closed
}

// comeIn finds out who it is and whether they may come in.
func (x *session) comeIn() (leave func(), err error) {
	pty, hasPty := x.screen.pty, x.screen.has
	public := x.ssh.PublicKey()
	if public == nil {
		return nil, sentence("There is no key.")
	}
	key, ok := x.s.o.Keys.Find(public)
	if !ok {
		return nil, sentence("This key is not on the list any more.")
	}
	x.key, x.env = key, append(x.ssh.Environ(), "TERM="+pty.Term)
	switch {
	case x.ssh.RawCommand() != "":
		return nil, sentence("Commands are not run here; leave the command out to open the inbox.")
	case !hasPty:
		return nil, sentence("The inbox needs a terminal: ssh -t.")
	case pty.Term == "" || pty.Term == "dumb":
		return nil, sentence(fmt.Sprintf("The inbox cannot be drawn on TERM=%q.", pty.Term))
	}
	if x.admin, err = x.s.teammate(key); err != nil {
		return nil, err
	}
	leave, why := x.s.doors.enter(gossh.FingerprintSHA256(public))
	if why != "" {
		return nil, sentence(why)
	}
	return leave, nil
}

// sentence is an error that is said to the agent as it is.
type sentence string

func (s sentence) Error() string { return string(s) }

// teammate finds whose key it is.
func (s *Server) teammate(k Key) (api.Admin, error) {
	for _, a := range s.o.Team.Directory().Admins {
		if string(a.ID) == k.Admin || strings.EqualFold(a.Email, k.Admin) {
			return a, nil
		}
	}
	if len(s.o.Team.Directory().Admins) == 0 {
		return api.Admin{}, sentence("Intercom has not said yet who the teammates are. Try again in a moment.")
	}
	return api.Admin{}, sentence("This key is listed for " + k.Admin + ", who is no teammate of this workspace. Whoever runs this server can put it right.")
}

// note writes to the audit log, with who and where.
func (x *session) note(r Record) {
	r.Session, r.Address, r.User = x.n, x.ssh.RemoteAddr().String(), x.ssh.User()
	if p := x.ssh.PublicKey(); p != nil {
		r.Key = gossh.FingerprintSHA256(p)
	}
	r.Admin, r.Name, r.ReadOnly = string(x.admin.ID), x.admin.Name, x.key.ReadOnly
	x.s.o.Audit.Write(r)
}

// farewell is the last that the agent reads.
func (x *session) farewell(text string) {
	if text == "" {
		return
	}
	var to io.Writer = x.ssh // behind what the screen wrote
	if !x.screen.has {
		to = x.ssh.Stderr()
	}
	_, _ = fmt.Fprintf(patient{to, time.Second, x.line.hang}, "parley: %s\n", short(text)) // at a dead line nobody reads it
}

// getenv reads the environment of the connection; the last word counts.
func (x *session) getenv(name string) string {
	for _, v := range slices.Backward(x.env) {
		if k, v, ok := strings.Cut(v, "="); ok && k == name {
			return v
		}
	}
	return ""
}

// run shows the inbox until the agent leaves or has to, and returns why.
func (x *session) run() (why string, err error) {
	s := x.s
	d, err := s.office.open(x.ssh.Context(), x.admin.ID)
	if err != nil {
		x.farewell("Your desk cannot be opened. Whoever runs this server finds the reason in its audit log.")
		return err.Error(), err
	}
	defer s.office.release(d)
	s.enlist(x)
	defer s.dismiss(x)
	x.note(Record{Event: "login"})

	life, end := context.WithCancel(context.Background())
	defer end()
	o, err := s.o.Screen(Agent{Admin: x.admin, Key: x.key, Getenv: x.getenv})
	if err != nil {
		x.farewell(err.Error())
		return err.Error(), err
	}
	seat := d.seat(x.key.ReadOnly, x.note)
	defer seat.leave()
	events := d.Subscribe()
	defer events.Close()
	place := s.presence.join(x.admin.ID, x.admin.Name)
	defer place.leave()
	o.Desk, o.Events, o.Presence, o.Host = seat, &paced{sub: events}, place, term.Host{Getenv: x.getenv, Remote: true}
	o.Tick = ticks(life)
	model := ui.New(life, o)
	t := x.terminal(model)
	why, err = t.show()
	if t.hung {
		return why, err // its loop may still run: what it holds was saved as it was typed
	}
	saving, cancel := context.WithTimeout(life, rescueGrace)
	defer cancel()
	if err := rescue(saving, model); err != nil {
		x.note(Record{Event: "trouble", Reason: "the draft was not saved: " + err.Error()})
	}
	x.farewell(why)
	return why, err
}

// ticks makes timers that end with the session: tea's own hold on to the
// screen until their time has come.
func ticks(life context.Context) func(time.Duration, func(time.Time) tea.Msg) tea.Cmd {
	return func(d time.Duration, f func(time.Time) tea.Msg) tea.Cmd {
		return func() tea.Msg {
			timer := time.NewTimer(d)
			defer timer.Stop()
			select {
			case at := <-timer.C:
				return f(at)
			case <-life.Done():
				return nil
			}
		}
	}
}

// rescueGrace is how long saving a draft may take when a session ends.
const rescueGrace = 3 * time.Second

// rescue saves what a model holds that may have crashed.
func rescue(ctx context.Context, m *ui.Model) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("the composer crashed")
		}
	}()
	return m.Rescue(ctx)
}

// enlist counts a session among those who are in.
func (s *Server) enlist(x *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	x.n = s.last
	s.sessions[x] = true
}

func (s *Server) dismiss(x *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, x)
}

// The size of a screen that is drawn, whatever the client claims.
const (
	maxColumns = 1000
	maxRows    = 400
)

func size(w ssh.Window) (columns, rows int) {
	return min(max(w.Width, 1), maxColumns), min(max(w.Height, 1), maxRows)
}

// programOptions are those of a program on this session.
func (x *session) programOptions(in *bounded) []tea.ProgramOption {
	w, h := size(x.screen.pty.Window)
	return []tea.ProgramOption{
		tea.WithInput(term.Input(in)), tea.WithOutput(term.Output(patient{x.ssh, x.s.o.Limits.Stall, x.line.hang}, x.getenv)),
		tea.WithEnvironment(x.env), tea.WithColorProfile(colorprofile.Env(x.env)), tea.WithWindowSize(w, h),
		tea.WithoutSignalHandler(),
	}
}
