package desk_test

import (
	"fmt"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
)

// emptyWorkspace has people and no conversation.
func emptyWorkspace(now func() time.Time) *sandbox.Server {
	return sandbox.New(sandbox.Options{Now: now, RateLimit: -1, Empty: true})
}

func board(t *testing.T, r *rig) desk.Board {
	t.Helper()
	b, err := r.Board(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What is not known is left out: nothing was ever read.
func TestBoardBeforeTheFirstSync(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{})
	defer r.stop()
	r.wire.down.Store(true)
	if err := r.ReadBoard(t.Context()); err == nil {
		t.Error("the network is down and nobody says so")
	}
	b := board(t, r)
	for what, f := range map[string]desk.Figure{
		"open": b.Queue.Open, "unassigned": b.Queue.Unassigned, "late": b.Queue.Late, "snoozed": b.Queue.Snoozed,
		"closed today": b.Queue.ClosedToday, "opened today": b.Queue.OpenedToday, "reopened": b.Queue.Reopened, "waiting": b.Queue.Waiting,
	} {
		if n, known := f.N.Get(); known {
			t.Errorf("%s is said to be %d", what, n)
		}
	}
	if _, known := b.Replies.First.Seconds.Get(); known || b.Oldest != nil || len(b.Teams) != 0 || !b.SyncedAt.IsZero() {
		t.Errorf("made up: %+v", b)
	}
	if b.Open.Complete() || b.Recent.Complete() {
		t.Error("nothing was read, and that is called everything")
	}
}

// In a workspace without conversations the figures are 0, which is known.
func TestBoardOfAnEmptyWorkspace(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return boardNow }
	r := newRig(t, rigOptions{server: emptyWorkspace(now), now: now})
	defer r.stop()
	if err := r.ReadBoard(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := board(t, r)
	same(t, "open", b.Queue.Open.N, api.Num(0))
	same(t, "closed today", b.Queue.ClosedToday.N, api.Num(0))
	same(t, "late", b.Queue.Late.N, api.Num(0))
	same(t, "due", b.Queue.DueWithinHour.N, api.Number{})
	same(t, "ratings", b.Ratings.Over(), 0)
	if b.Ratings.Mean() != 0 || b.Oldest != nil || len(b.Teammates) == 0 || !b.Open.Complete() {
		t.Errorf("%+v", b)
	}
}

// put stores a conversation as JSON.
func put(t *testing.T, r *rig, json string) {
	t.Helper()
	c, err := api.DecodeConversation([]byte(json))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.store.Put(t.Context(), store.FromMutation, plainText, c); err != nil {
		t.Fatal(err)
	}
}

// Statistics that are null, a rating without a score and an assignee whom
// nobody knows are not counted as something else.
func TestBoardOfSparseConversations(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{now: func() time.Time { return boardNow }})
	defer r.stop()
	sec := boardNow.Unix()
	put(t, r, fmt.Sprintf(`{"id":"1","state":"open","created_at":%d,"updated_at":%d,"statistics":null,"sla_applied":null,
		"conversation_rating":{"rating":null,"created_at":%d},"admin_assignee_id":99,"team_assignee_id":null,"waiting_since":%d}`, sec, sec, sec, sec+60))
	put(t, r, fmt.Sprintf(`{"id":"2","state":"open","created_at":null,"updated_at":%d,"statistics":{"count_reopens":null,"time_to_admin_reply":null}}`, sec))
	put(t, r, `{"id":"3","state":"closed"}`)
	put(t, r, fmt.Sprintf(`{"id":"4","state":"archived","created_at":%d,"updated_at":%d}`, sec, sec))
	b := board(t, r)
	same(t, "open", b.Queue.Open.N, api.Num(2))
	same(t, "opened today", b.Queue.OpenedToday.N, api.Num(1))
	same(t, "reopened", b.Queue.Reopened.N, api.Number{})
	same(t, "first reply", b.Replies.First, desk.Median{})
	same(t, "ratings", b.Ratings.Over(), 0)
	same(t, "loads", b.Teammates, []desk.Load{{ID: "99", Name: "admin 99", Open: 1, Waiting: 1}, {Open: 1}})
	same(t, "teams", len(b.Teams), 0)
	same(t, "who waits since a moment that is not there yet", b.Waits[0].N, 1)
}

func TestStandup(t *testing.T) {
	t.Parallel()
	now := boardNow
	clock := func() time.Time { return now }
	dir := t.TempDir()
	server := emptyWorkspace(clock)
	r := newRig(t, rigOptions{server: server, now: clock, dir: dir})
	if err := r.ReadBoard(t.Context()); err != nil {
		t.Fatal(err)
	}
	born := map[string]int64{}
	conversation := func(id, state string, closed int64) {
		if born[id] == 0 {
			born[id] = now.Unix()
		}
		put(t, r, fmt.Sprintf(`{"id":%q,"state":%q,"created_at":%d,"updated_at":%d,"statistics":{"last_close_at":%d}}`,
			id, state, born[id], now.Unix(), closed))
	}
	mark := func() desk.Board {
		b, err := r.MarkStandup(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	conversation("1", "open", 0)
	conversation("2", "open", 0)
	if b := mark(); b.Since != nil || !b.MarkedAt.Equal(now) {
		t.Errorf("the first standup compares with %+v, marked %v", b.Since, b.MarkedAt)
	}
	monday := now

	now = now.Add(10 * time.Minute) // the same standup: nothing to compare with yet
	if b := board(t, r); b.Since != nil || !b.MarkedAt.Equal(monday) {
		t.Errorf("ten minutes later: %+v", b.Since)
	}
	now = monday.Add(24 * time.Hour)
	conversation("1", "closed", now.Unix())
	conversation("3", "open", 0)
	conversation("4", "open", 0)
	change := func(b desk.Board) {
		t.Helper()
		n, known := b.Queue.Open.Change()
		if !known || n != 1 || b.Since == nil || !b.Since.At.Equal(monday) {
			t.Fatalf("open changed by %d, %v, since %+v", n, known, b.Since)
		}
		same(t, "opened since", b.Since.Opened, api.Num(2))
		same(t, "closed since", b.Since.Closed, api.Num(1))
	}
	change(board(t, r))
	change(mark())
	now = now.Add(20 * time.Minute)
	change(mark()) // twice within a standup is once
	r.stop()

	r = newRig(t, rigOptions{server: server, now: clock, dir: dir}) // and at the next start
	defer r.stop()
	change(board(t, r))
	now = now.Add(20 * 24 * time.Hour)
	b := board(t, r)
	if n, known := b.Queue.Open.Change(); !known || n != 0 || b.Since == nil {
		t.Errorf("after a long holiday: open changed by %d, %v", n, known)
	}
	if _, known := b.Since.Opened.Get(); known {
		t.Error("what happened since is said over more days than the board knows")
	}
}

// What was read once is only read on from there.
func TestReadBoardReadsOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	now := boardNow
	r := newRig(t, rigOptions{now: func() time.Time { return now }})
	defer r.stop()
	calls := func() int {
		n := len(r.server.Journal())
		if err := r.ReadBoard(t.Context()); err != nil {
			t.Fatal(err)
		}
		return len(r.server.Journal()) - n
	}
	first := calls()
	if again := calls(); again != 0 {
		t.Errorf("%d calls at once after the first %d", again, first)
	}
	now = now.Add(5 * time.Minute)
	if later := calls(); later == 0 || later > 2 {
		t.Errorf("%d calls five minutes later", later)
	}
	if b := board(t, r); !b.Recent.Complete() {
		t.Errorf("coverage: %+v", b.Recent)
	}
}

// The agents of a team share what was read; each has standups of its own.
func TestBoardOfATeam(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	r := newRig(t, rigOptions{})
	defer r.stop()
	a := r.agent(ctx, "7310002", "", nil)
	defer a.stop(t)
	a.sub.Close()
	if err := a.ReadBoard(ctx); err != nil {
		t.Fatal(err)
	}
	mine, err := a.MarkStandup(ctx)
	if err != nil {
		t.Fatal(err)
	}
	theirs := board(t, r)
	same(t, "open", mine.Queue.Open.N, theirs.Queue.Open.N)
	same(t, "closed today", mine.Queue.ClosedToday.N, theirs.Queue.ClosedToday.N)
	if !mine.Open.Complete() || !mine.Recent.Complete() || mine.SyncedAt.IsZero() || len(mine.Teammates) != len(theirs.Teammates) {
		t.Errorf("coverage: %+v %+v, read %v, %d teammates, %d", mine.Open, mine.Recent, mine.SyncedAt, len(mine.Teammates), len(theirs.Teammates))
	}
	if !theirs.MarkedAt.IsZero() {
		t.Error("one agent's mark is another's")
	}
}
