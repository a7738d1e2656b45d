package serve

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui"
	"parley/ui/richtext"
)

// rig is a server over a sandbox, with a key for each of its teammates.
type rig struct {
	t       testing.TB
	server  *Server
	sandbox *sandbox.Server
	client  *api.Client
	addr    string
	dir     string
	signers []gossh.Signer
	audit   *log
	ended   chan error
	end     context.CancelFunc
	hostKey gossh.PublicKey
	open    api.ID       // what everybody's screen opens
	wrote   atomic.Int64 // bytes that the server wrote
}

// log is an audit log that tests read.
type log struct {
	mu      sync.Mutex
	b       bytes.Buffer
	changed chan struct{}
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	n, err := l.b.Write(b)
	l.mu.Unlock()
	select {
	case l.changed <- struct{}{}:
	default:
	}
	return n, err
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *log) records(t testing.TB) []Record {
	t.Helper()
	var out []Record
	for line := range strings.Lines(l.String()) {
		var r Record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		out = append(out, r)
	}
	return out
}

// patience is how long a test waits for what does not come.
const patience = 60 * time.Second

// wait waits for a record.
func (r *rig) wait(what string, ok func(Record) bool) Record {
	r.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(50 * time.Millisecond) // many may wait for one change
	defer tick.Stop()
	for {
		for _, rec := range r.audit.records(r.t) {
			if ok(rec) {
				return rec
			}
		}
		select {
		case <-r.audit.changed:
		case <-tick.C:
		case <-deadline:
			r.t.Fatalf("waited in vain for %s; the audit log:\n%s", what, r.audit)
		}
	}
}

type rigOptions struct {
	teammates int
	limits    Limits
	webhook   *Webhook
	options   []string // what stands before the key of each teammate, after admin=
	screen    func(Agent, *ui.Options)
	wrap      func(tea.Model) tea.Model
	dir       string
	sandbox   *sandbox.Server
}

func newRig(t testing.TB, o rigOptions) *rig {
	t.Helper()
	if o.dir == "" {
		o.dir = t.TempDir()
	}
	if o.sandbox == nil {
		o.sandbox = sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1, Teammates: o.teammates})
	}
	r := &rig{t: t, dir: o.dir, sandbox: o.sandbox, audit: &log{changed: make(chan struct{}, 1)}, ended: make(chan error, 1)}
	var list strings.Builder
	for i := range o.teammates {
		s := signer(t, i)
		r.signers = append(r.signers, s)
		more := ""
		if i < len(o.options) {
			more = o.options[i]
		}
		fmt.Fprintf(&list, "admin=teammate%d@hedgerow.example%s %s", i+1, more, gossh.MarshalAuthorizedKey(s.PublicKey()))
	}
	r.list(list.String())
	r.start(o)
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// signer is the key of teammate i, the same in every process.
func signer(t testing.TB, i int) gossh.Signer {
	t.Helper()
	seed := sha256.Sum256(fmt.Append(nil, "teammate ", i))
	s, err := gossh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newSigner(t testing.TB) gossh.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := gossh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (r *rig) list(lines string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, "keys"), []byte(lines), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// start starts the server and what it stands on.
func (r *rig) start(o rigOptions) {
	t := r.t
	t.Helper()
	web := httptest.NewServer(r.sandbox)
	var err error
	if r.client, err = api.New(sandbox.DefaultToken, api.WithBaseURL(web.URL)); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(context.Background(), store.Options{Dir: r.dir})
	if err != nil {
		t.Fatal(err)
	}
	plain := func(html string) string { return richtext.Parse(html).Text() }
	agents := desk.Options{
		Now: time.Now, PlainText: plain, Looks: []time.Duration{50 * time.Millisecond, 100 * time.Millisecond},
		UndoWindow: func(string, desk.Mode) time.Duration { return 0 },
	}
	team, err := desk.New(desk.Options{Client: r.client, Store: st, PlainText: plain, OwnOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := team.Introduce(context.Background(), true); err != nil {
		t.Fatal(err)
	}
	team.Active(false)
	team.Start(context.Background())
	keys, err := OpenKeys(filepath.Join(r.dir, "keys"), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.server, err = New(Options{
		Team: team, Store: st, Dir: filepath.Join(r.dir, "agents"), DeskOptions: agents, Keys: keys, Now: time.Now,
		HostKey: filepath.Join(r.dir, "host"), Audit: NewAudit(r.audit, time.Now, func(err error) { t.Error(err) }), Limits: o.limits, Webhook: o.webhook,
		Screen: func(a Agent) (ui.Options, error) {
			so := ui.Options{OpenID: r.open}
			if o.screen != nil {
				o.screen(a, &so)
			}
			return so, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.server.wrap = o.wrap
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if r.hostKey, err = r.server.hostKey(); err != nil {
		t.Fatal(err)
	}
	r.addr = l.Addr().String()
	ctx, end := context.WithCancel(context.Background())
	r.end = end
	go func() {
		err := r.server.Serve(ctx, counted{l, &r.wrote})
		closing, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		err = errors.Join(err, team.Close(closing), st.Close())
		r.client.Close()
		web.Close()
		r.ended <- err
	}()
}

// counted counts what is written to the connections of a listener.
type counted struct {
	net.Listener
	wrote *atomic.Int64
}

func (l counted) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return countedConn{c, l.wrote}, nil
}

type countedConn struct {
	net.Conn
	wrote *atomic.Int64
}

func (c countedConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.wrote.Add(int64(n))
	return n, err
}

// stop stops the server as a signal does, and returns what it says. A second
// call does nothing.
func (r *rig) stop() error {
	if r.end == nil {
		return nil
	}
	r.end()
	r.end = nil
	select {
	case err := <-r.ended:
		return err
	case <-time.After(2 * patience):
		return errors.New("the server does not stop")
	}
}

// waitRecord is the event of a kind, for wait.
func event(name, reason string) func(Record) bool {
	return func(r Record) bool { return r.Event == name && strings.Contains(r.Reason, reason) }
}
