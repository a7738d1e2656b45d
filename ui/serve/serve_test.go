package serve

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui"
)

// many is how many agents the end-to-end test has.
const many, killed = 50, 10

// Fifty agents read and reply at once; ten are cut off while they write.
func TestFifty(t *testing.T) {
	if testing.Short() {
		t.Skip("fifty sessions take a while")
	}
	n, cut := many, killed
	if raced {
		n, cut = 12, 4
	}
	var ids []api.ID // filled before anybody comes
	r := newRig(t, rigOptions{teammates: n, screen: func(a Agent, o *ui.Options) {
		var i int
		if _, err := fmt.Sscanf(a.Admin.Name, "Teammate %d", &i); err == nil {
			o.OpenID = ids[i-1]
		}
	}})
	ids = r.conversations(n)
	warm := r.visit(r.signers[0])
	warm.see("as Teammate 01")
	warm.press("\x03\x03")
	warm.gone()
	r.empty()
	base, held := len(goroutines()), heap()
	t.Logf("%d goroutines, %d kB at the beginning", base, held>>10)

	guests := make([]*guest, n)
	var group sync.WaitGroup
	for i := range guests {
		group.Go(func() {
			g := r.visit(r.signers[i])
			guests[i] = g
			g.see(fmt.Sprintf("as Teammate %02d", i+1))
			g.await("the conversation", message.MatchString)
			g.press("r")
			g.see("Reply to")
			g.press(fmt.Sprintf("answer of %02d", i+1))
			g.see(fmt.Sprintf("answer of %02d", i+1))
			g.press("\x1b")
			g.see("PUBLIC")
			g.press("y")
			r.wait("the reply", func(rec Record) bool {
				return rec.Event == "sent" && rec.Part != "" && rec.Conversation == string(ids[i])
			})
			g.await("an empty outbox", func(screen string) bool { return !strings.Contains(screen, "outbox 1") })
		})
	}
	group.Wait()
	if t.Failed() {
		t.FailNow()
	}
	r.once(ids)

	for i, g := range guests {
		group.Go(func() {
			if i >= cut {
				g.press("\x03\x03")
				g.gone()
				return
			}
			g.press("n")
			g.see("Note")
			g.press(fmt.Sprintf("draft of %02d", i+1))
			g.see(fmt.Sprintf("draft of %02d", i+1))
			if err := g.conn.Close(); err != nil { // as a laptop's lid does it
				t.Error(err)
			}
			g.gone()
		})
	}
	group.Wait()
	clear(guests) // their screens are not the server's memory
	r.empty()
	r.settles("goroutines", func() bool { return len(goroutines()) <= base }, func() string {
		now := goroutines()
		return fmt.Sprintf("%d, %d at the beginning\n%s", len(now), base, strings.Join(now, "\n\n"))
	})
	r.settles("memory", func() bool { return heap() < held+leftover }, func() string {
		return fmt.Sprintf("%d kB, %d kB at the beginning", heap()>>10, held>>10)
	})
	r.once(ids)
	for i := range cut {
		if text := r.draft(i, ids[i]); text != fmt.Sprintf("draft of %02d", i+1) {
			t.Errorf("teammate %d has the draft %q", i+1, text)
		}
	}
	back := r.visit(r.signers[0])
	back.see("1 draft")
	back.press("\x03\x03")
	back.gone()
}

// goroutines are the stacks of those under way, without the connections that
// are kept open to the sandbox.
func goroutines() []string {
	buf := make([]byte, 8<<20)
	all := strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n")
	return slices.DeleteFunc(all, func(stack string) bool { return strings.Contains(stack, "created by net/http.") })
}

// leftover is what may stay of fifty agents: the conversations that they
// read, and the log.
const leftover = 8 << 20

// heap is what is held.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// message is what a conversation shows in front of a message, or above it.
var message = regexp.MustCompile(` ago|── \w+day \d`)

// conversations waits for the first conversations of the sample.
func (r *rig) conversations(n int) []api.ID {
	r.t.Helper()
	if err := r.server.o.Team.Refresh(r.t.Context(), "open"); err != nil {
		r.t.Fatal(err)
	}
	l, err := r.server.o.Team.List(r.t.Context(), desk.ListRequest{View: "open", Limit: n})
	if err != nil || len(l.Rows) < n {
		r.t.Fatalf("%d conversations, %v", len(l.Rows), err)
	}
	ids := make([]api.ID, n)
	for i := range ids {
		ids[i] = l.Rows[i].Conversation.ID
	}
	return ids
}

// once fails unless every teammate's reply was taken once, under their name.
func (r *rig) once(ids []api.ID) {
	r.t.Helper()
	took := map[string][]string{}
	for _, e := range r.sandbox.Journal() {
		if e.Operation != "reply" || !e.Applied {
			continue
		}
		var body struct {
			AdminID string `json:"admin_id"`
			Body    string `json:"body"`
		}
		if err := json.Unmarshal(e.Body, &body); err != nil {
			r.t.Fatal(err)
		}
		id := strings.TrimSuffix(strings.TrimPrefix(e.Path, "/conversations/"), "/reply")
		took[id] = append(took[id], body.AdminID+" "+body.Body)
	}
	for i, id := range ids {
		want := fmt.Sprintf("%d <p>answer of %02d</p>", sandbox.FirstTeammate+i, i+1)
		if got := took[string(id)]; len(got) != 1 || got[0] != want {
			r.t.Errorf("conversation %s took %q, want %q once", id, got, want)
		}
	}
	sent := map[string]int{}
	for _, rec := range r.audit.records(r.t) {
		if rec.Event == "sent" && rec.Part != "" {
			sent[rec.Admin+" "+rec.Conversation]++
		}
	}
	for i, id := range ids {
		if n := sent[fmt.Sprintf("%d %s", sandbox.FirstTeammate+i, id)]; n != 1 {
			r.t.Errorf("the audit log has the reply of teammate %d %d times", i+1, n)
		}
	}
}

// empty waits until nobody is in and every desk is closed.
func (r *rig) empty() {
	r.t.Helper()
	r.settles("everybody to be gone", func() bool {
		r.server.mu.Lock()
		in := len(r.server.sessions)
		r.server.mu.Unlock()
		r.server.office.mu.Lock()
		defer r.server.office.mu.Unlock()
		return in == 0 && len(r.server.office.desks) == 0
	}, func() string { return r.audit.String() })
}

// settles waits for what nothing announces.
func (r *rig) settles(what string, ok func() bool, say func() string) {
	r.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			r.t.Fatalf("waited in vain for %s: %s", what, say())
		}
	}
}

// draft reads a note that a teammate left in a conversation.
func (r *rig) draft(i int, id api.ID) string {
	r.t.Helper()
	st, err := store.Open(r.t.Context(), store.Options{Dir: filepath.Join(r.dir, "agents", fmt.Sprint(sandbox.FirstTeammate+i)), Cache: r.server.o.Store})
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	d, ok, err := st.Draft(r.t.Context(), id, string(desk.ModeNote))
	if err != nil || !ok {
		r.t.Errorf("teammate %d: draft %v, %v", i+1, ok, err)
	}
	var body desk.Draft
	if err := json.Unmarshal(d.Body, &body); err != nil {
		r.t.Errorf("%v: %s", err, d.Body)
	}
	return body.Text
}
