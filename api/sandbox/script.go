package sandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// script is one sample conversation: how it began and what happened since.
// Times are spans before the start of the workspace; people are named by key.
type script struct {
	Key         string         `json:"key"`
	Channel     string         `json:"channel"`      // source.type; conversation when empty
	DeliveredAs string         `json:"delivered_as"` // customer_initiated when empty
	From        string         `json:"from"`         // contact, or admin with To
	To          string         `json:"to"`           // the contact, when an admin or bot wrote first
	Also        []string       `json:"also"`         // further contacts
	Ago         string         `json:"ago"`
	Subject     string         `json:"subject"`
	Title       string         `json:"title"`
	Body        string         `json:"body"`
	Files       []string       `json:"files"`
	URL         string         `json:"url"`
	Priority    string         `json:"priority"`
	SLA         string         `json:"sla"`
	Company     string         `json:"company"`
	Attributes  map[string]any `json:"attributes"`
	Topics      []string       `json:"topics"`
	Linked      []string       `json:"linked"` // kind/id/category
	AI          *scriptAI      `json:"ai"`
	Events      []event        `json:"events"`
	Read        bool           `json:"read"`
	Redacted    bool           `json:"redacted"`
}

type scriptAI struct {
	SourceType  string     `json:"source_type"`
	SourceTitle string     `json:"source_title"`
	Answer      string     `json:"answer"`
	Resolution  string     `json:"resolution"`
	Rating      int64      `json:"rating"`
	Remark      string     `json:"remark"`
	Sources     []aiSource `json:"sources"`
}

// event is one thing that happened. Do is reply when empty; everything that is
// not a verb of perform is the part_type of a bare event.
type event struct {
	Ago     string          `json:"ago"`
	By      string          `json:"by"` // the first contact when empty
	Do      string          `json:"do"`
	Body    string          `json:"body"`
	Files   []string        `json:"files"`
	To      string          `json:"to"`  // assign
	For     string          `json:"for"` // snooze: span after the start
	Name    string          `json:"name"`
	Value   any             `json:"value"`
	Score   int64           `json:"score"`
	Details json.RawMessage `json:"details"`
	Options []string        `json:"options"`
}

// play turns a script into a conversation, through the same code as the API.
func (w *workspace) play(sc script) *conversation {
	c := w.stage(sc)
	w.conversations = append(w.conversations, c)
	for _, ev := range sc.Events {
		w.perform(c, ev)
	}
	if sc.Redacted {
		c.source.body, c.source.attachments, c.source.redacted = redactedBody, nil, true
	}
	c.read = c.read || sc.Read
	return c
}

func (w *workspace) stage(sc script) *conversation {
	at := w.since(sc.Ago)
	main := w.contactKeyed(cmp.Or(sc.To, sc.From))
	if main == nil {
		panic(fmt.Sprintf("sandbox: conversation %q: no contact %q", sc.Key, cmp.Or(sc.To, sc.From)))
	}
	id := sampleID(sc.Key)
	if sc.Key == "" {
		id = w.nextConversationID()
	}
	c := &conversation{
		id: id, key: sc.Key, title: cmp.Or(sc.Title, plainText(sc.Subject, false)),
		created: at, updated: at, state: stateOpen, contacts: []string{main.id},
		source: source{
			kind: cmp.Or(sc.Channel, "conversation"), id: w.nextMessageID(),
			deliveredAs: cmp.Or(sc.DeliveredAs, "customer_initiated"), subject: sc.Subject,
			body: w.scriptBody(sc.Body), author: w.authorKeyed(sc.From, main), attachments: w.scriptFiles(sc.Files), url: sc.URL,
		},
		attributes: sc.Attributes, topics: sc.Topics,
	}
	c.channel = c.source.kind
	if c.source.kind == "twitter" {
		c.source.author.name, c.source.author.email = "", ""
	}
	for _, key := range sc.Also {
		c.contacts = append(c.contacts, w.contactKeyed(key).id)
	}
	if sc.Company != "" {
		c.companyID = hexID("company", sc.Company)
	} else if len(main.companies) > 0 {
		c.companyID = main.companies[0]
	}
	if sc.To == "" {
		c.waitingSince, c.firstContactReply = at, at
		c.stats.contactWrote(at)
		main.lastReplied = max(main.lastReplied, at)
	}
	w.stageExtras(c, sc)
	return c
}

func (w *workspace) stageExtras(c *conversation, sc script) {
	for level, name := range priorityNames {
		if name == sc.Priority {
			c.priority = priority(level)
		}
	}
	for _, l := range sc.Linked {
		f := strings.SplitN(l, "/", 3)
		c.linked = append(c.linked, linkedObject{f[0], f[1], f[2]})
	}
	if a := sc.AI; a != nil {
		c.ai = &aiAgent{
			sourceType: a.SourceType, sourceTitle: a.SourceTitle, answer: a.Answer, resolution: a.Resolution,
			rating: a.Rating, remark: a.Remark, sources: a.Sources, created: c.created, updated: c.created,
		}
	}
	if sc.SLA != "" {
		w.applySLA(c, w.policy(sc.SLA), c.created, "rule")
	}
}

func (w *workspace) policy(name string) slaPolicy {
	for _, p := range w.slas {
		if p.Name == name {
			return p
		}
	}
	panic(fmt.Sprintf("sandbox: no SLA %q", name))
}

// authorKeyed finds who a key means: bot, fin, operator (the bot that some
// payloads call an admin), a teammate, a contact; main when empty.
func (w *workspace) authorKeyed(key string, main *contact) author {
	switch key {
	case "":
		return w.contactAuthor(main)
	case "bot":
		return w.botAuthor()
	case "fin":
		return w.finAuthor()
	}
	if a := w.adminKeyed(key); a != nil {
		return adminAuthor(a)
	}
	if t := find(w.teams, func(t *team) bool { return t.key == key }); t != nil {
		return author{kind: "team", id: t.id, name: t.name}
	}
	if p := w.contactKeyed(key); p != nil {
		return w.contactAuthor(p)
	}
	panic(fmt.Sprintf("sandbox: nobody is called %q", key))
}

// scriptBody is HTML as written, or @name for a file in bodies or a generated
// body.
func (w *workspace) scriptBody(s string) string {
	name, ok := strings.CutPrefix(s, "@")
	if !ok {
		return s
	}
	if body, ok := generated[name]; ok {
		return body()
	}
	raw, err := data.ReadFile("workspace/bodies/" + name)
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	return strings.TrimSpace(string(raw))
}

// scriptFiles finds files by name; "file as other name" renames one.
func (w *workspace) scriptFiles(names []string) []attachment {
	var out []attachment
	for _, n := range names {
		name, as, renamed := strings.Cut(n, " as ")
		f := w.files[name]
		if f == nil {
			panic(fmt.Sprintf("sandbox: no file %q", name))
		}
		if renamed {
			out = append(out, w.addFile("renamed-"+formatInt(int64(len(w.files))), as, f.contentType, f.data))
			continue
		}
		out = append(out, attachment{file: f})
	}
	return out
}
