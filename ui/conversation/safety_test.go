package conversation_test

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/conversation"
	"parley/ui/layout"
	"parley/ui/richtext"
	"parley/ui/uitest"
)

// evil is what a customer would write to drive a terminal.
const evil = "a\x1b]52;c;QQ==\x07\u009d52;c;QQ==\u009c\x1b[8m\x1b[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1m" +
	"\u202eb\u200b\x00\xff\r\n\tc 👨‍👩‍👧‍👦 ❤️ 登录失败 عربي"

// hostile is a conversation with evil in every field that is drawn.
func hostile() desk.Thread {
	author := api.Author{Type: "user", ID: evil, Name: evil, Email: evil}
	body := "<p>" + evil + `&#27;[31m&#x9d;52;c;x</p><a href="javascript:alert(1)">x</a><a href="https://e.example/` + evil + `">y</a><pre>` + evil + "</pre>"
	p := part(1, "comment", author, 5, body)
	p.Attachments = []api.Attachment{{Name: evil, URL: "https://e.example/" + evil, ContentType: evil, Type: evil, Size: api.Num(-5), Width: api.Num(1 << 60), Height: api.Num(1)}}
	p.Metadata = &api.PartMetadata{QuickReplyOptions: []api.QuickReplyOption{{Text: evil, UUID: evil}}}
	p.EmailMetadata = &api.EmailMetadata{Subject: evil}
	event := part(2, evil, author, 4, "")
	attribute := part(3, "conversation_attribute_updated_by_workflow", author, 3, "")
	attribute.EventDetails = []byte(fmt.Sprintf(`{"attribute":{"name":%q},"value":{"name":[%q,1]},"workflow":{"name":%q}}`, "a\x1b[31m", "b\u202e", "\u009b"))
	assigned := part(4, "assignment", author, 2, "")
	assigned.AssignedTo = &api.Reference{Type: evil, ID: evil}
	redacted := part(5, "note", api.Author{}, 1, "")
	redacted.Redacted = true
	return desk.Thread{
		Conversation: &api.Conversation{
			ID: evil, Title: evil, CreatedAt: at(6), State: evil, Rating: &api.Rating{Score: api.Num(9), Remark: evil}, SLA: &api.SLA{Name: evil},
			Source: api.Source{Type: evil, ID: "1", DeliveredAs: evil, Subject: "<p>" + evil, Body: body, Author: author},
			Parts:  api.List[api.Part]{Known: true, Items: []api.Part{p, event, attribute, assigned, redacted, {}, {}}},
		},
		Contact: &api.Contact{Name: evil},
		Pending: []desk.Entry{
			{ID: 1, Kind: desk.ActReply, Mode: desk.ModeNote, State: desk.EntryFailed, Text: evil, Error: evil},
			{ID: 2, Kind: desk.ActionKind(evil), State: desk.EntryQueued},
		},
	}
}

func TestHostileBytes(t *testing.T) {
	t.Parallel()
	for _, theme := range []string{"dark", "none"} {
		for _, w := range []int{20, 40, 100} {
			env := newEnv(theme)
			env.Hyperlinks = theme == "dark"
			p := open(env, w, 80, hostile())
			check := func(when string) {
				v := p.View()
				if g := richtext.Guard(v); g != v {
					t.Errorf("%s at %d, %s: the guard changes the view", theme, w, when)
				}
				if err := uitest.CheckFrame(cover(v), w, 80); err != nil {
					t.Errorf("%s at %d, %s: %v", theme, w, when, err)
				}
				left, right := p.Title()
				if err := uitest.CheckBytes(left + right); err != nil {
					t.Errorf("%s at %d, %s: title: %v", theme, w, when, err)
				}
			}
			check("opened")
			do(p, keymap.Unfold)
			check("unfolded")
			do(p, keymap.FollowOne)
			check("with hints")
			press(p, keyEsc)
			do(p, keymap.Find)
			press(p, letters("c")...)
			check("searched")
			do(p, keymap.First)
			check("at the top")
		}
	}
}

// odd has text whose width terminals disagree about.
func odd() desk.Thread {
	body := "<p>" + strings.Repeat("👨‍👩‍👧‍👦 ❤️ 👍🏿 1️⃣ 登录失败 ", 12) + "</p>"
	p := part(1, "comment", api.Author{Type: "user", Name: "👨‍👩‍👧‍👦 ❤️ 李伟"}, 5, body)
	p.Attachments = []api.Attachment{{Name: "❤️❤️❤️❤️❤️❤️❤️❤️ 账单.pdf", Size: api.Num(5)}}
	n := part(2, "note", ana, 4, body)
	return withParts(p, n, part(3, "close", api.Author{Name: "❤️❤️❤️"}, 3, ""), part(4, "priority_changed", ana, 2, ""))
}

func TestGeometry(t *testing.T) {
	t.Parallel()
	scenes := map[string]func(p *conversation.Pane){
		"end":   func(*conversation.Pane) {},
		"start": func(p *conversation.Pane) { do(p, keymap.First, keymap.Down, keymap.Unfold) },
		"pages": func(p *conversation.Pane) {
			do(p, keymap.PageUp, keymap.PrevMessage, keymap.PageDown, keymap.NextMessage)
		},
		"find": func(p *conversation.Pane) {
			do(p, keymap.Find)
			press(p, letters("e")...)
			press(p, keyDown)
		},
		"hints": func(p *conversation.Pane) { do(p, keymap.First, keymap.FollowOne) },
	}
	threads := map[string]desk.Thread{"sample": sample(), "odd": odd(), "empty": {Conversation: &api.Conversation{}}, "nothing": {}}
	for _, graphemes := range []bool{false, true} {
		for name, th := range threads {
			for scene, act := range scenes {
				if graphemes && name != "odd" {
					continue // the rules differ there only
				}
				if len(th.Pending) == 0 && th.Contact == nil && scene != "find" {
					continue // without messages all scenes are the same
				}
				uitest.Geometry(t, func(w, h int) string {
					env := newEnv("dark")
					env.Measure = layout.Measure{Graphemes: graphemes}
					p := open(env, w, h, th)
					act(p)
					v := p.View()
					for i, l := range strings.Split(v, "\n") {
						if got := env.Measure.Width(l); got != w {
							t.Errorf("%s, %s: line %d of %d×%d is %d cells: %q", name, scene, i, w, h, got, ansi.Strip(l))
							break
						}
					}
					return cover(v)
				})
			}
		}
	}
}

// cover replaces what the two rules for widths disagree about, once a line
// has been measured by the rule in force: its padding is right by that one
// only.
func cover(view string) string {
	return strings.NewReplacer("👨‍👩‍👧‍👦", "x", "❤️", "x", "👍🏿", "x", "1️⃣", "x").Replace(view)
}

func TestNoTextIsCutByEitherRule(t *testing.T) {
	t.Parallel()
	for _, w := range []int{20, 40, 80} {
		p := open(newEnv("none"), w, 200, odd())
		do(p, keymap.Unfold)
		v := screen(p)
		if got := strings.Count(v, "失"); got != 24 {
			t.Errorf("at %d: %d of 24 Chinese words", w, got)
		}
		if got := strings.Count(v, "👍🏿"); got != 24 {
			t.Errorf("at %d: %d of 24 thumbs", w, got)
		}
	}
}

func TestNilEverything(t *testing.T) {
	t.Parallel()
	p := conversation.New(newEnv("none"))
	if text, _ := p.LastMessage(); p.View() != "" || text != "" || len(p.Links()) != 0 || p.Typing() {
		t.Error("a new pane is not empty")
	}
	p.Update(nil)
	p.Type(nil)
	p.SetFocus(true)
	p.Show(desk.Thread{}, desk.Directory{})
	p.Show(desk.Thread{Conversation: &api.Conversation{ID: "1", Parts: api.List[api.Part]{Items: make([]api.Part, 3)}}}, desk.Directory{})
	p.SetSize(-1, -1)
	do(p, keymap.Down, keymap.Find, keymap.FindNext, keymap.FollowOne, keymap.Unfold, keymap.Last)
	p.SetSize(1, 1)
	do(p, keymap.Down, keymap.Find, keymap.FindNext, keymap.FollowOne, keymap.Unfold, keymap.Last, keymap.PrevMessage)
	if w := lipgloss.Width(p.View()); w != 1 {
		t.Errorf("1×1 is %d wide", w)
	}
}

func TestThemeChangeRedraws(t *testing.T) {
	t.Parallel()
	env := newEnv("none")
	p := open(env, 80, 20, sample())
	before := p.View()
	env.Theme, env.Version = newEnv("dark").Theme, 1
	after := p.View()
	if before == after || ansi.Strip(before) != ansi.Strip(after) {
		t.Error("a theme must change the styles and nothing else")
	}
}
