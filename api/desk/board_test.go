package desk_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

// boardNow is a Tuesday in a zone whose day is not UTC's.
var boardNow = time.Date(2026, time.November, 17, 11, 30, 0, 0, time.FixedZone("UTC-10", -10*3600))

var boardTargets = map[string]desk.Targets{
	"Gold: first reply 1h":     {FirstReply: time.Hour, NextReply: 2 * time.Hour},
	"Standard: first reply 8h": {FirstReply: 8 * time.Hour, NextReply: 8 * time.Hour},
	"Urgent: first reply 15m":  {FirstReply: 15 * time.Minute, NextReply: 30 * time.Minute},
}

// wanted is what the board should say, worked out from the raw answers one
// figure at a time.
type wanted struct {
	t   *testing.T
	all []object
	now time.Time
}

func (w wanted) where(ok ...func(object) bool) []object {
	return slices.DeleteFunc(slices.Clone(w.all), func(o object) bool {
		return slices.ContainsFunc(ok, func(f func(object) bool) bool { return !f(o) })
	})
}

func state(s string) func(object) bool { return func(o object) bool { return o["state"] == s } }

func after(moment time.Time, keys ...string) func(object) bool {
	return func(o object) bool { return at(o, keys...) >= moment.Unix() }
}

func before(moment time.Time, keys ...string) func(object) bool {
	return func(o object) bool { return at(o, keys...) < moment.Unix() }
}

func is(id api.ID, keys ...string) func(object) bool {
	return func(o object) bool {
		n, ok := has(o, keys...)
		if id == "" {
			return !ok || n == 0
		}
		return ok && api.ID(json.Number(jsonInt(n))) == id
	}
}

func jsonInt(n int64) string {
	b, _ := json.Marshal(n)
	return string(b)
}

func waits(o object) bool { return at(o, "waiting_since") > 0 }

// late works the deadline out by hand; the sample has no office hours.
func (w wanted) late(o object) bool {
	sla, _ := o["sla_applied"].(object)
	switch {
	case sla == nil:
		return false
	case sla["sla_status"] == "missed":
		return true
	case sla["sla_status"] != "active" || !waits(o):
		return false
	}
	name, _ := sla["sla_name"].(string)
	target := boardTargets[name].FirstReply
	if at(o, "statistics", "first_admin_reply_at") > 0 {
		target = boardTargets[name].NextReply
	}
	return target > 0 && w.now.Unix() > at(o, "waiting_since")+int64(target/time.Second)
}

func (w wanted) median(in []object, key string) desk.Median {
	var ns []int64
	for _, o := range in {
		if n, ok := has(o, "statistics", key); ok {
			ns = append(ns, n)
		}
	}
	slices.Sort(ns)
	m := desk.Median{Over: len(ns)}
	if len(ns) > 0 {
		m.Seconds = api.Num((ns[(len(ns)-1)/2] + ns[len(ns)/2]) / 2)
	}
	return m
}

func (w wanted) midnight(daysAgo int) time.Time {
	y, m, d := w.now.Date()
	return time.Date(y, m, d-daysAgo, 0, 0, 0, 0, w.now.Location())
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func count(in []object) api.Number { return api.Num(int64(len(in))) }

func TestBoardAgreesWithTheSampleWorkspace(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{1, 7} {
		now := func() time.Time { return boardNow }
		server := sandbox.New(sandbox.Options{Seed: seed, Now: now, RateLimit: -1})
		r := newRig(t, rigOptions{server: server, now: now, set: func(o *desk.Options) { o.Targets = boardTargets }})
		if err := r.ReadBoard(t.Context()); err != nil {
			t.Fatal(err)
		}
		b, err := r.Board(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w := wanted{t: t, all: everything(t, server), now: boardNow}
		w.queue(b)
		w.replies(b)
		w.days(b)
		w.loads(b, server)
		if !b.Open.Complete() || !b.Recent.Complete() || b.SyncedAt.IsZero() {
			t.Errorf("coverage: %+v %+v, read %v", b.Open, b.Recent, b.SyncedAt)
		}
		r.stop()
	}
}

func (w wanted) queue(b desk.Board) {
	t, open := w.t, state("open")
	q := b.Queue
	same(t, "open", q.Open.N, count(w.where(open)))
	same(t, "unassigned", q.Unassigned.N, count(w.where(open, is("", "admin_assignee_id"), is("", "team_assignee_id"))))
	same(t, "waiting", q.Waiting.N, count(w.where(open, waits)))
	same(t, "snoozed", q.Snoozed.N, count(w.where(state("snoozed"))))
	late := w.where(open, w.late)
	same(t, "late", q.Late.N, count(late))
	if len(late) == 0 || q.Late.Source != desk.SourceEstimate {
		t.Errorf("the sample has %d late, by %q", len(late), q.Late.Source)
	}
	soon := w
	soon.now = w.now.Add(time.Hour)
	same(t, "due within an hour", q.DueWithinHour.N, count(soon.where(open, soon.late, func(o object) bool { return !w.late(o) })))
	same(t, "closed today", q.ClosedToday.N, count(w.where(state("closed"), after(w.midnight(0), "statistics", "last_close_at"))))
	same(t, "opened today", q.OpenedToday.N, count(w.where(after(w.midnight(0), "created_at"))))
	same(t, "reopened", q.Reopened.N, count(w.where(open, func(o object) bool { return at(o, "statistics", "count_reopens") > 0 })))

	waiting := w.where(open, waits)
	longest := slices.MinFunc(waiting, func(a, b object) int { return int(at(a, "waiting_since") - at(b, "waiting_since")) })
	if b.Oldest == nil || b.Oldest.ID != api.ID(longest["id"].(string)) || b.Oldest.Contact == "" || b.Oldest.Since.Unix() != at(longest, "waiting_since") {
		t.Errorf("waits longest: %+v, want %v", b.Oldest, longest["id"])
	}
	from, sum := time.Duration(0), 0
	for _, bucket := range b.Waits {
		below := bucket.Below
		if below == 0 {
			below = 1 << 60
		}
		n := len(w.where(open, waits, func(o object) bool {
			s := w.now.Sub(time.Unix(at(o, "waiting_since"), 0))
			return s >= from && s < below
		}))
		same(t, "waiting below "+bucket.Below.String(), bucket.N, n)
		from, sum = bucket.Below, sum+n
	}
	same(t, "all who wait", sum, len(waiting))
}

func (w wanted) replies(b desk.Board) {
	today, days := w.where(after(w.midnight(0), "updated_at")), w.where(after(w.midnight(13), "updated_at"))
	same(w.t, "first reply today", b.Replies.FirstToday, w.median(today, "time_to_admin_reply"))
	same(w.t, "first reply", b.Replies.First, w.median(days, "time_to_admin_reply"))
	same(w.t, "replies today", b.Replies.AllToday, w.median(today, "median_time_to_reply"))
	same(w.t, "replies", b.Replies.All, w.median(days, "median_time_to_reply"))
	var scores [5]int
	for _, o := range w.where(after(w.midnight(13), "conversation_rating", "created_at")) {
		scores[at(o, "conversation_rating", "rating")-1]++
	}
	same(w.t, "ratings", b.Ratings.Scores, scores)
	if b.Ratings.Over() == 0 || b.Ratings.Mean() < 1 || b.Ratings.Mean() > 5 {
		w.t.Errorf("%d ratings, mean %v", b.Ratings.Over(), b.Ratings.Mean())
	}
}

func (w wanted) days(b desk.Board) {
	if len(b.Days) != desk.BoardDays {
		w.t.Fatalf("%d days", len(b.Days))
	}
	for i, d := range b.Days {
		from, to := w.midnight(desk.BoardDays-1-i), w.midnight(desk.BoardDays-2-i)
		same(w.t, "day", d.Date, from)
		same(w.t, "opened on "+from.String(), d.Opened, len(w.where(after(from, "created_at"), before(to, "created_at"))))
		same(w.t, "closed on "+from.String(), d.Closed,
			len(w.where(state("closed"), after(from, "statistics", "last_close_at"), before(to, "statistics", "last_close_at"))))
	}
}

func (w wanted) loads(b desk.Board, server http.Handler) {
	closed := []func(object) bool{state("closed"), after(w.midnight(0), "statistics", "last_close_at")}
	one := func(what string, l desk.Load, assignee, closedBy string, under ...string) {
		open := w.where(state("open"), is(l.ID, assignee))
		x := wanted{t: w.t, all: open, now: w.now}
		want := desk.Load{
			ID: l.ID, Name: l.Name, Away: l.Away, Listed: l.Listed, Open: len(open), Waiting: len(x.where(waits)), Late: len(x.where(x.late)),
			Closed: len(w.where(append(closed, is(l.ID, append(under, closedBy)...))...)),
		}
		same(w.t, what+" "+l.Name, l, want)
	}
	sum := 0
	for _, l := range b.Teammates {
		one("teammate", l, "admin_assignee_id", "last_closed_by_id", "statistics")
		sum += l.Open
	}
	same(w.t, "open of all teammates", sum, len(w.where(state("open"))))
	sum = 0
	for _, l := range b.Teams {
		one("team", l, "team_assignee_id", "team_assignee_id")
		sum += l.Open
	}
	same(w.t, "open of all teams", sum, len(w.where(state("open"))))

	for path, in := range map[string][]desk.Load{"/admins": b.Teammates, "/teams": b.Teams} {
		req := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, path, nil)
		req.Header.Set("Authorization", "Bearer "+sandbox.DefaultToken)
		req.Header.Set("Accept", "application/json")
		rec := httptest.NewRecorder()
		server.ServeHTTP(rec, req)
		for _, l := range in {
			if named := strings.Contains(rec.Body.String(), `"name":"`+l.Name+`"`); named != l.Listed {
				w.t.Errorf("%s: %+v, named %v", path, l, named)
			}
		}
	}
}
