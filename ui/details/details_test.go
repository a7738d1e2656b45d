package details_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/details"
	"parley/ui/richtext"
	"parley/ui/uitest"
)

func newPanel(w, h int) *details.Panel {
	p := details.NewPanel(newEnv())
	p.SetSize(w, h)
	p.Show(sample(), directory)
	p.ShowCompanies("c1", []api.Company{company})
	p.ShowEarlier("c1", earlier)
	return p
}

func trim(view string) string {
	lines := strings.Split(ansi.Strip(view), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func TestPanelGolden(t *testing.T) {
	t.Parallel()
	uitest.Golden(t, "panel-40", trim(newPanel(40, 76).View()))
}

func TestPanelSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	view := strings.Join(strings.Fields(trim(newPanel(200, 90).View())), " ")
	for _, want := range []string{
		"name Ada Obi", "role user", "email ada@example.com", "phone +44 20 7946 0000", "BOUNCED", "UNSUBSCRIBED",
		"Leeds, United Kingdom", "language en", "last seen 5m ago", "last wrote 3h ago", "Firefox · Linux", "owner Ana Sousa", "external id u-77",
		"name Obi Ltd", "plan Scale", "website https://obi.example", "people 120", "sessions 0", "region EU", "seats 14",
		"refund · 24h ago by Ana Sousa", "★★★★☆ 4 of 5, great", "remark Quick & kind", "#12 · Double charge · in progress", "900 · back office",
		"took part yes", "outcome routed to team", "began at https://shop.example.com/orders", "topic Payments", "order 4411", "vip true",
		"contact Visitor c2", "teammate Ana Sousa", "Where is my parcel? · closed · Ana Sousa", "Can I change the address?",
	} {
		if !strings.Contains(view, want) {
			t.Errorf("the panel does not say %q:\n%s", want, view)
		}
	}
}

func TestPanelLeavesOutWhatIsUnknown(t *testing.T) {
	t.Parallel()
	p := details.NewPanel(newEnv())
	p.SetSize(40, 10)
	p.Show(desk.Thread{Conversation: &api.Conversation{ID: "1"}, Contact: &api.Contact{ID: "65af00000000d30c"}}, desk.Directory{})
	got := strings.TrimSpace(trim(p.View()))
	if want := "Contact\n name          Visitor d30c\n id            65af00000000d30c"; got != want {
		t.Errorf("panel = %q, want %q", got, want)
	}
}

func TestPanelIgnoresOtherContacts(t *testing.T) {
	t.Parallel()
	p := newPanel(60, 100)
	p.ShowEarlier("someone else", nil)
	p.ShowCompanies("someone else", nil)
	if view := trim(p.View()); !strings.Contains(view, "Where is my parcel?") || !strings.Contains(view, "Obi Ltd") {
		t.Errorf("rows of another contact replaced those of this one:\n%s", view)
	}
}

func TestPanelKeepsItsPlace(t *testing.T) {
	t.Parallel()
	p := newPanel(40, 10)
	top := p.View()
	for range 3 {
		p.Do(keymap.Down)
	}
	scrolled := p.View()
	if scrolled == top {
		t.Fatal("the panel does not scroll")
	}
	p.Show(sample(), directory)
	if p.View() != scrolled {
		t.Error("a refresh moved the panel")
	}
	p.Do(keymap.Last)
	p.Do(keymap.PageDown)
	if lines := strings.Split(trim(p.View()), "\n"); lines[9] == "" {
		t.Error("the panel scrolls past its end")
	}
	other := sample()
	c := *other.Conversation
	c.ID, other.Conversation = "2", &c
	p.Show(other, directory)
	if p.View() == scrolled {
		t.Error("another conversation opens scrolled")
	}
}

func TestPanelGeometry(t *testing.T) {
	t.Parallel()
	uitest.Geometry(t, func(w, h int) string {
		p := newPanel(w, h)
		p.Do(keymap.PageDown)
		return p.View()
	})
	uitest.Geometry(t, func(w, h int) string {
		p := details.NewPanel(newEnv())
		p.SetSize(w, h)
		return p.View()
	})
	uitest.Geometry(t, func(w, h int) string {
		p := details.NewPanel(newEnv())
		p.SetSize(w, h)
		p.Show(desk.Thread{Gone: true}, desk.Directory{})
		return p.View()
	})
}

func TestStatisticsSayEveryField(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, f := range details.Statistics(sample(), directory, noon) {
		fmt.Fprintf(&b, "%s: %s\n", f.Label, f.Value)
	}
	all := b.String()
	for _, want := range []string{
		"id: 215470000123456", "type: conversation", "open: yes", "read: yes", "priority: priority", "created: Mon 16 Nov 2026 11:00 (25h ago)",
		"assignee: Ana Sousa", "assignee id: 41", "team: Billing", "team id: 7", "wrote in it: Ana Sousa · id 41", "external id u-77",
		"tag: refund · 24h ago by Ana Sousa · id 3", "SLA: Gold · active", "channel: chat → email", "delivered as: customer initiated",
		"user Ada Obi <ada@example.com> · author id c1", "page: https://shop.example.com/orders", "a.pdf · upload · application/pdf · 48 kB",
		"time to assignment: 1m", "time to first reply: 1h 2m", "time to first close: 1d 1h", "median time to reply: 0s", "handling time: 5m",
		"adjusted handling time: 4m", "first contact reply: Mon", "first assignment: Mon", "first teammate reply: Mon", "first close: Mon",
		"last assignment: Mon", "first reply since the last assignment: Mon", "last contact reply: Mon", "last teammate reply: Mon", "last close: Mon",
		"last closed by: Ana Sousa", "reopens: 1", "assignments: 2", "parts: 14", "page: https://shop.example.com/first", "by: id c1",
		"outcome: routed to team", "ticket: #12", "vip: true", "total at Intercom: 1", "#71: comment · admin Ana Sousa", "from the AI agent",
		"notified Mon 16 Nov 2026 11:21", "assigned to Billing", "external id ext-5", "state open", "app crm", "subject Re: Refund",
		"to Ada <ada@example.com>", "read from Intercom",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("not said: %q", want)
		}
	}
}

func TestStatisticsOfNothing(t *testing.T) {
	t.Parallel()
	if got := details.Statistics(desk.Thread{}, desk.Directory{}, noon); got != nil {
		t.Errorf("Statistics of nothing = %v", got)
	}
	for _, f := range details.Statistics(desk.Thread{Conversation: &api.Conversation{Statistics: &api.Statistics{}}}, desk.Directory{}, noon) {
		if f.Value != "" && f.Label != "open" && f.Label != "read" {
			t.Errorf("unknown, yet said: %v", f)
		}
	}
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	evil := "a\x1b]52;c;QQ==\x07\u009b31m\u202eb\x00\n\t"
	th := sample()
	contact, c := *th.Contact, *th.Conversation
	contact.Name, contact.Email, contact.Browser = evil, evil, evil
	contact.CustomAttributes = api.Attributes{{Name: evil, Value: evil}}
	c.Tags.Items = []api.Tag{{ID: "9", Name: evil}}
	c.Source.URL, c.Source.Subject = evil, evil
	c.Rating = &api.Rating{Remark: evil, Score: api.Num(99)}
	th.Contact, th.Conversation = &contact, &c
	p := details.NewPanel(newEnv())
	p.SetSize(60, 60)
	p.Show(th, directory)
	view := p.View()
	if richtext.Guard(view) != view {
		t.Errorf("the guard finds something in the panel: %q", view)
	}
	for _, f := range details.Statistics(th, directory, noon) {
		if err := uitest.CheckBytes(f.Label + f.Value); err != nil {
			t.Errorf("%q: %v", f, err)
		}
	}
}
