package conversation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/pane"
	"parley/ui/richtext"
	"parley/ui/theme"
	"parley/ui/uitest"
)

func TestLabelsDoNotClash(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 8, 9, 10, 81, 82, 400} {
		got := labels(n)
		if len(got) != n {
			t.Fatalf("labels(%d) has %d", n, len(got))
		}
		slices.Sort(got)
		for i := 1; i < n; i++ {
			if strings.HasPrefix(got[i], got[i-1]) {
				t.Errorf("of %d labels, %q begins %q", n, got[i-1], got[i])
			}
		}
	}
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := newLRU[int, int](10)
	for i := range 20 {
		c.put(i, i, 3)
		c.get(18)
	}
	if _, ok := c.get(16); ok || c.cost > 10 || len(c.entries) != 3 {
		t.Errorf("cost %d, %d entries", c.cost, len(c.entries))
	}
	if _, ok := c.get(18); !ok {
		t.Error("what was used last is gone")
	}
	c.put(98, 98, 1000)
	c.put(99, 99, 1000)
	c.put(100, 100, 1)
	for _, k := range []int{98, 99, 100} {
		if _, ok := c.get(k); !ok {
			t.Errorf("two huge entries and a small one are too much: %d is gone", k)
		}
	}
	c.clear()
	if _, ok := c.get(100); ok || c.cost != 0 {
		t.Error("clear leaves something")
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	lines := []string{" │ Hello,  W\u00f6rld", " │ this is a very-", " │ long line", "", " ▎ quoted 退款", " ▎ 订单"}
	tests := []struct {
		query string
		want  []string // from-to as line:col
	}{
		{"hello", []string{"0:3-0:7"}},
		{"Hello", []string{"0:3-0:7"}},
		{"HELLO", nil},
		{"hello,  wörld this", []string{"0:3-1:6"}},
		{"very-long", []string{"1:13-2:6"}},
		{"退款订单", []string{"4:10-5:5"}},
		{"line quoted", []string{"2:8-4:8"}},
		{"l", []string{"0:5-0:5", "0:6-0:6", "0:14-0:14", "2:3-2:3", "2:8-2:8"}},
		{"is", []string{"1:5-1:6", "1:8-1:9"}},
		{"  ", nil},
		{"", nil},
		{"│", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, h := range newPattern(tt.query).find(glyphs(lines, 0)) {
			got = append(got, fmt.Sprintf("%d:%d-%d:%d", h.from.line, h.from.col, h.to.line, h.to.col))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %v, want %v", tt.query, got, tt.want)
		}
	}
}

// newPane returns a pane with the dark theme and a thread of these bodies.
func newPane(w, h int, bodies ...string) *Pane {
	now := time.Date(2026, time.November, 17, 12, 0, 0, 0, time.UTC)
	p := New(&pane.Env{Theme: theme.Default(), Hyperlinks: true, Now: func() time.Time { return now }})
	p.SetSize(w, h)
	c := &api.Conversation{ID: "1"}
	for i, b := range bodies {
		c.Parts.Items = append(c.Parts.Items, api.Part{
			ID: api.ID(fmt.Sprint(i + 1)), PartType: "comment", Body: b, Author: api.Author{Type: "user", Name: "Ada"},
			CreatedAt: api.Time{Time: now.Add(time.Duration(i-len(bodies)) * time.Minute)},
		})
	}
	p.Show(desk.Thread{Conversation: c}, desk.Directory{})
	return p
}

func TestLongThreadKeepsLittleInMemory(t *testing.T) {
	t.Parallel()
	bodies := make([]string, 500)
	for i := range bodies {
		bodies[i] = fmt.Sprintf("<p>%d</p>", i) + strings.Repeat("<p>The parcel has <b>not</b> moved since Monday, see the page.</p>", 80)
	}
	p := newPane(120, 40, bodies...)
	p.Do(keymap.First)
	for !p.follow {
		p.Do(keymap.NextMessage)
		p.View()
	}
	if p.blocks.cost > blockBudget || p.docs.cost > documentBudget {
		t.Errorf("the caches hold %d and %d", p.blocks.cost, p.docs.cost)
	}
}

func TestOnlyWhatIsVisibleIsLaidOut(t *testing.T) {
	t.Parallel()
	p := newPane(100, 40, slices.Repeat([]string{"<p>One line.</p>"}, 500)...)
	p.View()
	if n := len(p.blocks.entries); n > 20 {
		t.Errorf("opening laid out %d items for 40 lines", n)
	}
	p.Do(keymap.Last)
	p.View()
	if n := len(p.blocks.entries); n > 40 {
		t.Errorf("the end laid out %d items", n)
	}
}

func FuzzThread(f *testing.F) {
	f.Add("<p>Hello <b>there</b></p>", "Ada", `{"attribute":{"name":"Plan"},"value":{"name":["a",1],"previous":null}}`, "e", 40)
	f.Add("<a href='https://e.example/x'>y</a>&#27;[8m\u009d", "\x1b[1m\u202e", "{\"action\":{\"name\":\"\x1b\"}}", "Y", 20)
	f.Add("<div class=gmail_quote>On x wrote:<blockquote>a<br>b</blockquote></div>", "O&#39;Neill", `[]`, "  a ", 90)
	f.Add("👨‍👩‍👧‍👦 ❤️ 登录失败", "👍🏿", `null`, "失败", 8)
	f.Fuzz(func(t *testing.T, body, name, raw, query string, w int) {
		w = min(max(w, 1), 200)
		p := newPane(w, 30, body, body)
		c := *p.thread.Conversation
		c.Title, c.Source.Subject = name, body
		c.Parts.Items = append(slices.Clone(c.Parts.Items), api.Part{
			ID: "9", PartType: "conversation_attribute_updated_by_workflow", EventDetails: []byte(raw), Author: api.Author{Name: name},
		}, api.Part{ID: "10", PartType: name, Attachments: []api.Attachment{{Name: name, URL: body, ContentType: raw}}})
		p.Show(desk.Thread{Conversation: &c}, desk.Directory{})
		check := func() {
			v := p.View()
			if g := richtext.Guard(v); g != v {
				t.Fatalf("the guard changes the view %q", v)
			}
			for l := range strings.SplitSeq(v, "\n") {
				if err := uitest.CheckBytes(l); err != nil {
					t.Fatal(err)
				}
				if got := ansi.WcWidth.StringWidth(l); got != w {
					t.Fatalf("a line of %d cells instead of %d: %q", got, w, l)
				}
			}
		}
		check()
		p.Do(keymap.First)
		p.Do(keymap.FollowOne)
		check()
		p.closeHints()
		p.openFind()
		texts := map[string]indexed{}
		for _, it := range p.items {
			texts[it.key] = textOf(it, nil)
		}
		p.find.input.SetValue(query)
		p.Update(Indexed{p.id, 0, texts})
		check()
		for range 3 {
			p.Do(keymap.FindNext)
			check()
		}
	})
}

func TestEndOfALongMessageIsLaidOutAlone(t *testing.T) {
	t.Parallel()
	p := newPane(100, 40, strings.Repeat("<p>One line.</p>", 100_000))
	p.View()
	p.open[p.items[len(p.items)-1].key] = true
	p.toEnd()
	p.View()
	if n := len(p.docs.entries); n > 3 || p.top.piece < 50 {
		t.Errorf("%d pieces were read for the end, in piece %d", n, p.top.piece)
	}
}
