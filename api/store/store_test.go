package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/api"
)

func open(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func conversation(t testing.TB, raw string) *api.Conversation {
	t.Helper()
	c, err := api.DecodeConversation([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func words(html string) string {
	return strings.NewReplacer("<p>", "", "</p>", " ", "<b>", "", "</b>", "").Replace(html)
}

const sample = `{"type":"conversation","id":"7","title":null,"created_at":1000,"updated_at":%d,"state":%q,
	"admin_assignee_id":41,"source":{"type":"email","id":"1","subject":"Invoice","body":"<p>Where is it?</p>",
	"author":{"type":"user","id":"c1","name":"Ada","email":"ada@example.com"}},
	"contacts":{"contacts":[{"type":"contact","id":"c1"}]},"tags":{"tags":[{"id":"5","name":"Billing"}]}%s}`

func sampleAt(t testing.TB, updated int, state, more string) *api.Conversation {
	t.Helper()
	return conversation(t, fmt.Sprintf(sample, updated, state, more))
}

const twoParts = `,"conversation_parts":{"type":"conversation_part.list","conversation_parts":[
	{"type":"conversation_part","id":"72","part_type":"comment","body":"<p>On its way</p>","created_at":1200,"author":{"type":"admin","id":"41","name":"Ana"}},
	{"type":"conversation_part","id":"71","part_type":"note","body":"<p>Lost <b>again</b></p>","created_at":1100,"author":{"type":"admin","id":"41","name":"Ana"}}],"total_count":2}`

func TestConversationComesBackWhole(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Dir: t.TempDir()})
	ctx := t.Context()
	if _, err := s.Conversation(ctx, "7", true); !errors.Is(err, ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	changed, err := s.Put(ctx, FromRead, words, sampleAt(t, 1200, "open", twoParts))
	if err != nil || len(changed) != 1 || !changed[0].New {
		t.Fatalf("changed %+v, %v", changed, err)
	}
	c, err := s.Conversation(ctx, "7", true)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Parts.Known || len(c.Parts.Items) != 2 || c.Parts.Items[0].ID != "71" || c.Parts.Items[1].Body != "<p>On its way</p>" {
		t.Errorf("parts: %+v", c.Parts)
	}
	if c.Label != "Ada" || c.Preview != "On its way" || c.FullAt.IsZero() {
		t.Errorf("conversation: %+v", c)
	}
	if head, err := s.Conversation(ctx, "7", false); err != nil || head.Parts.Known || head.Source.Subject != "Invoice" {
		t.Errorf("head: %+v, %v", head.Conversation, err)
	}
	if changed, err := s.Put(ctx, FromRead, words, sampleAt(t, 1200, "open", twoParts)); err != nil || len(changed) != 0 {
		t.Errorf("the same again: %+v, %v", changed, err)
	}
}

func TestWhatIsNewerStays(t *testing.T) {
	t.Parallel()
	now := time.Unix(5000, 0)
	var mu sync.Mutex
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	s := open(t, Options{Now: clock})
	ctx := t.Context()
	steps := []struct {
		name    string
		from    Origin
		updated int
		state   string
		after   time.Duration
		want    api.State
	}{
		{"first", FromSearch, 1000, "open", 0, "open"},
		{"our close", FromMutation, 1010, "closed", time.Second, "closed"},
		{"a search that lags", FromSearch, 1000, "open", time.Second, "closed"},
		{"a search of the same second that lags", FromSearch, 1010, "open", time.Second, "closed"},
		{"the same, much later", FromSearch, 1010, "snoozed", time.Minute, "snoozed"},
		{"a read that was overtaken", FromRead, 1005, "open", time.Second, "snoozed"},
		{"a read of the same second", FromRead, 1010, "open", time.Second, "open"},
		{"news", FromSearch, 1011, "closed", time.Second, "closed"},
	}
	for _, step := range steps {
		mu.Lock()
		now = now.Add(step.after)
		mu.Unlock()
		if _, err := s.Put(ctx, step.from, words, sampleAt(t, step.updated, step.state, "")); err != nil {
			t.Fatal(err)
		}
		if c, err := s.Conversation(ctx, "7", false); err != nil || c.State != step.want {
			t.Errorf("%s: %s, %v; want %s", step.name, c.State, err, step.want)
		}
	}
}

func TestSelections(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	ctx := t.Context()
	if _, err := s.Put(ctx, FromRead, words, sampleAt(t, 1200, "open", twoParts)); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		cond Cond
		want int
	}{
		{Cond{Field: FieldState, Values: []string{"open", "closed"}}, 1},
		{Cond{Field: FieldState, Values: []string{"open"}, Not: true}, 0},
		{Cond{Field: FieldAssignee, Values: []string{"41"}}, 1},
		{Cond{Field: FieldAssignee, Values: []string{""}}, 0},
		{Cond{Field: FieldTeam, Values: []string{""}}, 1},
		{Cond{Field: FieldUnassigned}, 0},
		{Cond{Field: FieldTag, Values: []string{"billing"}}, 1},
		{Cond{Field: FieldTag, Values: []string{"5"}}, 1},
		{Cond{Field: FieldTag, Values: []string{"vip"}}, 0},
		{Cond{Field: FieldFrom, Values: []string{"example.com"}}, 1},
		{Cond{Field: FieldFrom, Values: []string{"invoice"}}, 0},
		{Cond{Field: FieldHay, Values: []string{"invoice"}}, 1},
		{Cond{Field: FieldHay, Values: []string{"on its way"}}, 1},
		{Cond{Field: FieldText, Values: []string{"lost again"}}, 1},
		{Cond{Field: FieldText, Values: []string{"where", "way"}}, 0},
		{Cond{Field: FieldNote, Values: []string{"lost"}}, 1},
		{Cond{Field: FieldNote, Values: []string{"way"}}, 0},
		{Cond{Field: FieldUpdated, Op: ">", N: 1100}, 1},
		{Cond{Field: FieldUpdated, Op: "<", N: 1100}, 0},
		{Cond{Field: FieldWaiting}, 0},
		{Cond{Field: FieldChannel, Values: []string{"email"}}, 1},
		{Cond{Field: FieldUnread}, 1},
		{Cond{Field: FieldUrgent}, 0},
		{Cond{Field: FieldText, Values: []string{`"; DROP TABLE words`}}, 0},
	}
	for _, tt := range tests {
		if n, err := s.Count(ctx, []Cond{tt.cond}); err != nil || int(n) != tt.want {
			t.Errorf("%+v: %d, %v", tt.cond, n, err)
		}
	}
	if _, err := s.Count(ctx, []Cond{{Field: "colour"}}); err == nil {
		t.Error("an unknown field is accepted")
	}
}

func TestRightsAreNarrow(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "profile")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Dir: dir})
	if err := s.PutDraft(t.Context(), Draft{ConversationID: "7", Mode: "admin", Body: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fi, err := d.Info()
		if err == nil && fi.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, fi.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSearchFindsEveryScript(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	ctx := t.Context()
	bodies := []string{"Crème brûlée réservée", "登录失败了怎么办", "تم الدفع مرتين", "ログインできません", "ใช้งานไม่ได้", "Straße 😀 done"}
	for i, b := range bodies {
		raw := fmt.Sprintf(`{"id":"%d","created_at":%d,"updated_at":1,"source":{"body":%q}}`, i+1, 1000+i, "<p>"+b+"</p>")
		if _, err := s.Put(ctx, FromSearch, words, conversation(t, raw)); err != nil {
			t.Fatal(err)
		}
	}
	for query, want := range map[string]string{
		"creme": "1", "BRULEE": "1", "失败": "2", "登录失败": "2", "مرتين": "3", "ログイン": "4", "งาน": "5", "straße": "6", "rés": "1",
	} {
		m, err := s.Search(ctx, []string{query}, nil, nil, 10)
		if err != nil || len(m.Matches) != 1 || string(m.Matches[0].ConversationID) != want {
			t.Errorf("%s: %+v, %v", query, m, err)
		}
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	ctx := t.Context()
	for i, state := range []string{"closed", "open", "closed", "closed"} {
		raw := fmt.Sprintf(`{"id":"%d","created_at":1,"updated_at":%d,"state":%q,"source":{"body":"<p>needle</p>"}}`, i+1, 100*(i+1), state)
		if _, err := s.Put(ctx, FromSearch, words, conversation(t, raw)); err != nil {
			t.Fatal(err)
		}
	}
	n, err := s.Sweep(ctx, time.Unix(350, 0), map[api.ID]bool{"3": true})
	if err != nil || n != 1 {
		t.Errorf("%d went, %v", n, err)
	}
	ids, err := s.IDs(ctx, Select{})
	if err != nil || fmt.Sprint(ids) != "[4 3 2]" {
		t.Errorf("left: %v, %v", ids, err)
	}
	if m, err := s.Search(ctx, []string{"needle"}, nil, nil, 10); err != nil || len(m.Matches) != 3 {
		t.Errorf("index: %+v, %v", m, err)
	}
}

func TestContactGivesItsName(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	ctx := t.Context()
	raw := `{"id":"1","created_at":1,"updated_at":1,"source":{"author":{"type":"bot","id":"9"}},"contacts":{"contacts":[{"id":"abcdef123456"}]}}`
	if _, err := s.Put(ctx, FromSearch, words, conversation(t, raw)); err != nil {
		t.Fatal(err)
	}
	c, err := s.Conversation(ctx, "1", false)
	if err != nil || c.Label != "Visitor 3456" {
		t.Errorf("label %q, %v", c.Label, err)
	}
	ids, err := s.UnknownContacts(ctx, 5)
	if err != nil || len(ids) != 0 { // its state is not known, so it may wait
		t.Logf("unknown: %v, %v", ids, err)
	}
	k, err := api.DecodeContact([]byte(`{"id":"abcdef123456","name":"Li Wei","email":"li@example.com"}`))
	if err != nil {
		t.Fatal(err)
	}
	if ids, err := s.PutContact(ctx, k); err != nil || len(ids) != 1 {
		t.Errorf("renamed: %v, %v", ids, err)
	}
	if c, err := s.Conversation(ctx, "1", false); err != nil || c.Label != "Li Wei" {
		t.Errorf("label %q, %v", c.Label, err)
	}
	if n, err := s.Count(ctx, []Cond{{Field: FieldFrom, Values: []string{"li@ex"}}}); err != nil || n != 1 {
		t.Errorf("by address: %d, %v", n, err)
	}
}

// A context that ends must not cost a database in memory its connection.
func TestMemorySurvivesCancelledCalls(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(cancel)
		_ = s.PutDraft(ctx, Draft{ConversationID: "7", Mode: "admin", Body: []byte("x")})
		_, err := s.Drafts(ctx)
		if err != nil && !errors.Is(err, context.Canceled) && !strings.Contains(err.Error(), "interrupt") {
			t.Error(err)
		}
		wg.Wait()
	}
	if err := s.PutDraft(t.Context(), Draft{ConversationID: "7", Mode: "admin", Body: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Draft(t.Context(), "7", "admin"); err != nil || !ok {
		t.Errorf("lost: %v", err)
	}
	var n int
	if err := s.cache.scan(t.Context(), []any{&n}, `SELECT count(*) FROM conversations`); err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Error(err)
	}
}
