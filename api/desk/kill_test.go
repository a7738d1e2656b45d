//go:build unix

package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"modernc.org/sqlite"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
)

// The environment by which this test binary becomes a program with a desk.
const (
	childRole = "DESK_TEST_ROLE" // send: write a reply; rest: bring the outbox to rest
	childDir  = "DESK_TEST_DIR"
	childURL  = "DESK_TEST_URL"
	childID   = "DESK_TEST_CONVERSATION"
	childKill = "DESK_TEST_KILL" // kill -9 itself at that event
	childText = "DESK_TEST_TEXT"
	childN    = "DESK_TEST_COUNT"
)

func TestMain(m *testing.M) {
	if role := os.Getenv(childRole); role != "" {
		if err := child(role); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if bench.dir != "" {
		_ = os.RemoveAll(bench.dir) // a temporary directory, if it stays
	}
	os.Exit(code)
}

// killer ends the process at an event: a commit about to be made, a request
// about to leave, an answer about to be read.
type killer struct {
	at, events atomic.Int64
}

func (k *killer) event() {
	if at := k.at.Load(); at > 0 && k.events.Add(1) == at {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until it arrives
	}
}

func (k *killer) RoundTrip(req *http.Request) (*http.Response, error) {
	k.event()
	resp, err := http.DefaultTransport.RoundTrip(req)
	k.event()
	return resp, err
}

// report is what a child says when it ends by itself.
type report struct {
	Entries []desk.Entry
	Journal []desk.Entry
	Drafts  []desk.Draft
	Events  int64
}

func child(role string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	k := &killer{}
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		hooks, ok := conn.(sqlite.HookRegisterer)
		if !ok {
			return fmt.Errorf("%T takes no hooks", conn)
		}
		hooks.RegisterCommitHook(func() int32 { k.event(); return 0 })
		return nil
	})
	s, err := store.Open(ctx, store.Options{Dir: os.Getenv(childDir)})
	if err != nil {
		return err
	}
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL(os.Getenv(childURL)), api.WithTransport(k))
	if err != nil {
		return err
	}
	d, err := desk.New(desk.Options{Client: client, Store: s, PlainText: plainText, AdminID: sandbox.MeID})
	if err != nil {
		return err
	}
	d.LookAfter(50*time.Millisecond, 100*time.Millisecond, 200*time.Millisecond)
	if role == "send" {
		if err := childSend(ctx, d, k); err != nil {
			return err
		}
	}
	d.StartSender()
	if err := childRest(ctx, d); err != nil {
		return err
	}
	var r report
	r.Events = k.events.Load()
	if r.Entries, err = d.Outbox(ctx); err != nil {
		return err
	}
	if r.Journal, err = d.Journal(ctx, 100); err != nil {
		return err
	}
	if r.Drafts, err = d.Drafts(ctx); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// childSend is the agent: read, type, confirm.
func childSend(ctx context.Context, d *desk.Desk, k *killer) error {
	id := api.ID(os.Getenv(childID))
	if _, err := d.Fetch(ctx, id); err != nil {
		return err
	}
	at, _ := strconv.ParseInt(os.Getenv(childKill), 10, 64)
	k.at.Store(at)
	n, _ := strconv.Atoi(os.Getenv(childN))
	for i := range max(n, 1) {
		text := os.Getenv(childText) + " " + strconv.Itoa(i)
		if err := d.SaveDraft(ctx, desk.Draft{ConversationID: id, Mode: desk.ModeAdmin, Text: text}); err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, "typed")
		r := reply(id, desk.ModeAdmin, text)
		r.Undo = 10 * time.Millisecond
		if _, err := d.Send(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func childRest(ctx context.Context, d *desk.Desk) error {
	sub := d.Subscribe()
	defer sub.Close()
	for {
		es, err := d.Outbox(ctx)
		if err != nil {
			return err
		}
		busy := false
		for _, e := range es {
			busy = busy || !e.Asking && !waitsForAnswer(es, e)
		}
		if !busy {
			return nil
		}
		wait, cancel := context.WithTimeout(ctx, time.Second) // another program may settle it
		_, err = sub.Next(wait)
		cancel()
		if err != nil && ctx.Err() != nil {
			return fmt.Errorf("outbox does not come to rest: %+v", es)
		}
	}
}

// program runs a child. Killed is true when it did not end by itself.
func program(t *testing.T, role string, env ...string) (r report, stderr string, killed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), append(env, childRole+"="+role)...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if ee, ok := errors.AsType[*exec.ExitError](err); ok && !ee.Exited() {
		return r, errs.String(), true
	}
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	if err := json.Unmarshal([]byte(out.String()), &r); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	return r, errs.String(), false
}

func served(t *testing.T) (server *sandbox.Server, url, id string) {
	t.Helper()
	server = sandbox.New(sandbox.Options{Empty: true, RateLimit: -1})
	id, err := server.CustomerWrites("june", "", "<p>Are you there?</p>")
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(server)
	t.Cleanup(h.Close)
	return server, h.URL, id
}

// The program is killed at every commit, request and answer between the key
// press and the answer that was stored; the next program finds out what
// became of the reply.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts two programs for each step")
	}
	for at := int64(1); ; at++ {
		server, url, id := served(t)
		env := []string{
			childDir + "=" + t.TempDir(), childURL + "=" + url, childID + "=" + id,
			childText + "=Yes, here I am", childKill + "=" + strconv.FormatInt(at, 10),
		}
		_, stderr, killed := program(t, "send", env...)
		r, _, again := program(t, "rest", env...)
		if again {
			t.Fatal("the second program was killed")
		}
		n := len(posted(server)[id])
		text := "Yes, here I am 0"
		var state []string
		for _, e := range r.Journal {
			if e.State == desk.EntrySent && e.Text == text {
				state = append(state, "sent")
			}
		}
		for _, e := range r.Entries {
			if e.Asking && e.Text == text {
				state = append(state, "asks")
			}
		}
		for _, d := range r.Drafts {
			if d.Text == text {
				state = append(state, "draft")
			}
		}
		want := map[string]int{"sent": 1, "asks": 0, "draft": 0}
		switch {
		case len(state) == 0 && !strings.Contains(stderr, "typed"): // not even the draft was on the disk
			if n != 0 {
				t.Errorf("killed at %d: nothing is known here, %d at the server", at, n)
			}
		case len(state) != 1 || want[state[0]] != n:
			t.Errorf("killed at %d: %v here, %d at the server", at, state, n)
		}
		t.Logf("killed at %d: %v, %d at the server", at, state, n)
		if !killed {
			if at < 8 {
				t.Errorf("only %d steps", at-1)
			}
			return
		}
	}
}

// Two programs on one store, each with replies of its own, send each once.
func TestTwoPrograms(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts programs")
	}
	server, url, id := served(t)
	dir := t.TempDir()
	const programs, each = 3, 4
	done := make(chan report, programs)
	for i := range programs {
		go func() {
			// Freshness: the replies of the others are the agent's own.
			r, _, _ := program(t, "send", childDir+"="+dir, childURL+"="+url, childID+"="+id,
				childText+"=program "+strconv.Itoa(i), childN+"="+strconv.Itoa(each))
			done <- r
		}()
	}
	for range programs {
		<-done
	}
	bodies := map[string]int{}
	for _, e := range posted(server)[id] {
		bodies[string(e.Body)]++
	}
	if len(bodies) != programs*each {
		t.Errorf("%d different replies arrived, want %d", len(bodies), programs*each)
	}
	for b, n := range bodies {
		if n != 1 {
			t.Errorf("%d times: %s", n, b)
		}
	}
}
