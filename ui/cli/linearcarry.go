package cli

import (
	"context"
	"strconv"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/details"
	"parley/ui/richtext"
)

// What the screen copies is written here: who reads line by line takes it from
// there.

// atHandOrSay is the conversation at hand, or says that there is none.
func (l *linear) atHandOrSay() (api.ID, bool) {
	id := l.atHand()
	if id == "" {
		l.say("There is no conversation at hand.")
	}
	return id, id != ""
}

func (l *linear) id(context.Context) {
	if id, ok := l.atHandOrSay(); ok {
		l.say("%s", id)
	}
}

// webAddress is where the conversation at hand is on the web.
func (l *linear) webAddress() string {
	id, ok := l.atHandOrSay()
	if !ok {
		return ""
	}
	app := l.desk.Status().Identity.App
	url := api.WebURL(&app, id)
	if url == "" {
		l.say("Intercom has not said yet which workspace this is.")
	}
	return url
}

func (l *linear) link(context.Context) {
	if url := l.webAddress(); url != "" {
		l.say("%s", url)
	}
}

// browse opens the conversation in the browser, where there is one here.
func (l *linear) browse(ctx context.Context) {
	if url := l.webAddress(); url != "" {
		l.visit(ctx, url)
	}
}

// visit opens an address where there is a browser here, else writes it.
func (l *linear) visit(ctx context.Context, url string) {
	if !l.host.CanBrowse() {
		l.say("%s", url)
		return
	}
	l.say("Opening %s", url)
	if err := l.host.Browse(ctx, url); err != nil {
		l.say("%s", sentenceOf(err))
	}
}

// thread is what is held of the conversation at hand.
func (l *linear) thread(ctx context.Context) (t desk.Thread, ok bool) {
	if l.open != nil {
		return *l.open, true
	}
	id, ok := l.atHandOrSay()
	if !ok {
		return t, false
	}
	t, err := l.desk.Open(ctx, id)
	if err != nil {
		l.complain(err)
		return t, false
	}
	l.app.mask.Meet(t)
	return t, true
}

// address writes the customer's mail address.
func (l *linear) address(ctx context.Context) {
	t, ok := l.thread(ctx)
	switch author := t.Conversation; {
	case !ok:
	case t.Contact != nil && t.Contact.Email != "":
		l.say("%s", t.Contact.Email)
	case author.Source.Author.Contact() && author.Source.Author.Email != "":
		l.say("%s", author.Source.Author.Email)
	default:
		l.say("The address is not known.")
	}
}

// lastMessage writes the last message of the conversation at hand.
func (l *linear) lastMessage(ctx context.Context) {
	t, ok := l.thread(ctx)
	if !ok {
		return
	}
	body := t.Conversation.Source.Body
	for i := range t.Conversation.Parts.Items {
		if p := &t.Conversation.Parts.Items[i]; p.Message() {
			body = p.Body
		}
	}
	l.say("%s", l.hidden(plainBody(body)))
}

// customer tells who the customer is.
func (l *linear) customer(ctx context.Context) {
	t, ok := l.thread(ctx)
	if !ok {
		return
	}
	c := details.About{Thread: t, Directory: l.desk.Directory()}
	if t.Contact != nil {
		var err error
		if c.Earlier, err = l.desk.Earlier(ctx, t.Contact.ID); err != nil {
			l.complain(err)
		}
		if c.Companies, err = l.desk.Companies(ctx, t.Contact.ID); err != nil {
			l.complain(err)
		}
	}
	l.app.mask.Meet(c.Earlier)
	l.tellFacts(c.Facts(l.env.Now()))
}

// facts tells everything that is known of the conversation at hand.
func (l *linear) facts(ctx context.Context) {
	if t, ok := l.thread(ctx); ok {
		l.tellFacts(details.Statistics(t, l.desk.Directory(), l.env.Now()))
	}
}

// tellFacts writes facts, a line each; those under a heading begin with it
// where they would not be understood alone.
func (l *linear) tellFacts(facts []details.Fact) {
	if len(facts) == 0 {
		l.say("Nothing is known.")
	}
	for _, f := range facts {
		if f.Value == "" {
			l.say("%s:", f.Label)
			continue
		}
		l.say("%s", joined(": ", f.Label, strings.ReplaceAll(f.Value, " · ", ", ")))
	}
}

// target is something that can be opened.
type linkTarget struct{ about, url string }

// targetsToOpen are the links and files of the open conversation, those of
// the newest message first.
func (l *linear) targetsToOpen() []linkTarget {
	var out []linkTarget
	n := l.names()
	take := func(who, body string, files []api.Attachment) {
		var here []linkTarget
		for _, k := range richtext.Parse(body).Links() {
			here = append(here, linkTarget{joined(", ", who, l.hidden(k.Text)), k.URL})
		}
		for _, f := range l.app.mask.Attachments(files) {
			here = append(here, linkTarget{joined(", ", who, attachment(f)), f.URL})
		}
		out = append(here, out...)
	}
	c := l.open.Conversation
	take(n.author(c.Source.Author), c.Source.Body, c.Source.Attachments)
	for i := range c.Parts.Items {
		p := &c.Parts.Items[i]
		take(n.author(p.Author), p.Body, p.Attachments)
	}
	return out
}

// follow opens a link or a file by its number; without one it lists them.
func (l *linear) follow(ctx context.Context, arg string) {
	if l.open == nil {
		l.say("Open a conversation first.")
		return
	}
	all := l.targetsToOpen()
	if len(all) == 0 {
		l.say("There is no link and no attachment here.")
		return
	}
	if arg == "" {
		for i, t := range all {
			l.say("%d. %s", i+1, joined(": ", t.about, l.hidden(t.url)))
		}
		l.say("%s and a number opens one.", l.verb(keymap.FollowOne))
		return
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > len(all) {
		l.say("%q is none of them: there are %d.", arg, len(all))
		return
	}
	l.visit(ctx, all[n-1].url)
}
