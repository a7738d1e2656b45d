package sandbox

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// data is the sample workspace: people and library in workspace.json and
// contacts.json, hand-written conversations in conversations, longer bodies
// in bodies, templates in filler.json, and attached files in files.
//
//go:embed workspace
var data embed.FS

type workspaceFile struct {
	App    app `json:"app"`
	Admins []struct {
		ID       string   `json:"id"`
		Key      string   `json:"key"`
		Name     string   `json:"name"`
		Email    string   `json:"email"`
		JobTitle string   `json:"job_title"`
		Away     bool     `json:"away"`
		Reassign bool     `json:"reassign"`
		Reason   int64    `json:"away_reason"`
		NoSeat   bool     `json:"no_seat"`
		Bot      bool     `json:"bot"`
		Teams    []string `json:"teams"`
		Role     string   `json:"role"`
	} `json:"admins"`
	Teams []struct {
		ID           string `json:"id"`
		Key          string `json:"key"`
		Name         string `json:"name"`
		Limit        int64  `json:"limit"`
		Distribution string `json:"distribution"`
	} `json:"teams"`
	Tags      []string `json:"tags"`
	Companies []struct {
		Key        string         `json:"key"`
		Name       string         `json:"name"`
		Plan       string         `json:"plan"`
		Website    string         `json:"website"`
		Industry   string         `json:"industry"`
		Size       int64          `json:"size"`
		Spend      int64          `json:"spend"`
		Age        string         `json:"age"`
		Attributes map[string]any `json:"attributes"`
	} `json:"companies"`
	SLAs        []slaPolicy   `json:"slas"`
	Segments    []*segment    `json:"segments"`
	AwayReasons []*awayReason `json:"away_reasons"`
	TicketTypes []*ticketType `json:"ticket_types"`
	Macros      []*macro      `json:"macros"`
	Attributes  []string      `json:"conversation_attributes"`
}

type contactRow struct {
	Key          string         `json:"key"`
	Role         string         `json:"role"`
	Name         string         `json:"name"`
	Email        string         `json:"email"`
	Phone        string         `json:"phone"`
	ExternalID   string         `json:"external_id"`
	Age          string         `json:"age"`
	Seen         string         `json:"seen"`
	Owner        string         `json:"owner"`
	City         string         `json:"city"`
	Region       string         `json:"region"`
	Country      string         `json:"country"`
	CountryCode  string         `json:"country_code"`
	Browser      string         `json:"browser"`
	OS           string         `json:"os"`
	Language     string         `json:"language"`
	Companies    []string       `json:"companies"`
	Tags         []string       `json:"tags"`
	Segments     []string       `json:"segments"`
	Notes        []string       `json:"notes"`
	Attributes   map[string]any `json:"attributes"`
	Bounced      bool           `json:"bounced"`
	Unsubscribed bool           `json:"unsubscribed"`
	Deleted      bool           `json:"deleted"`
	MergedInto   string         `json:"merged_into"`
}

// mustRead decodes an embedded file. A mistake in it is a mistake in the
// program, found by any test.
func mustRead(name string, into any) {
	raw, err := data.ReadFile(path.Join("workspace", name))
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		panic(fmt.Sprintf("sandbox: %s: %v", name, err))
	}
}

func (w *workspace) load(o Options) {
	w.loadLibrary()
	w.addTeammates(o.Teammates)
	w.loadFiles()
	w.loadContacts()
	if o.Empty {
		return
	}
	entries, err := fs.ReadDir(data, "workspace/conversations")
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	for _, e := range entries {
		var scripts []script
		mustRead("conversations/"+e.Name(), &scripts)
		for _, sc := range scripts {
			w.play(sc)
		}
	}
	w.playLong()
	w.playFiller()
	w.fireTimers(w.start)
}

// FirstTeammate is the id of the first of Options.Teammates.
const FirstTeammate = 7_320_001

// addTeammates adds the admins that the sample does not have.
func (w *workspace) addTeammates(n int) {
	for i := range n {
		key := fmt.Sprintf("teammate%d", i+1)
		w.admins = append(w.admins, &admin{
			id: formatInt(int64(FirstTeammate + i)), key: key, name: fmt.Sprintf("Teammate %02d", i+1), email: key + "@hedgerow.example",
			jobTitle: "Support", seat: true, role: "Support", avatar: "https://static.hedgerow.example/avatars/" + key + ".png",
		})
	}
}

func (w *workspace) loadLibrary() {
	var f workspaceFile
	mustRead("workspace.json", &f)
	w.app, w.slas, w.segments, w.awayReasons = f.App, f.SLAs, f.Segments, f.AwayReasons
	w.ticketTypes, w.macros, w.attributes = f.TicketTypes, f.Macros, f.Attributes
	for _, t := range f.Teams {
		w.teams = append(w.teams, &team{id: t.ID, key: t.Key, name: t.Name, limit: t.Limit, distribution: t.Distribution})
	}
	for _, r := range f.Admins {
		a := &admin{
			id: r.ID, key: r.Key, name: r.Name, email: r.Email, jobTitle: r.JobTitle, away: r.Away,
			awayReassign: r.Reassign, awayReason: r.Reason, seat: !r.NoSeat && !r.Bot, bot: r.Bot, role: r.Role,
			avatar: "https://static.hedgerow.example/avatars/" + r.Key + ".png",
		}
		for _, key := range r.Teams {
			t := find(w.teams, func(t *team) bool { return t.key == key })
			a.teams = append(a.teams, t.id)
			t.admins = append(t.admins, a.id)
		}
		w.admins = append(w.admins, a)
	}

	for _, name := range f.Tags {
		w.addTag(name)
	}
	for _, r := range f.Companies {
		w.companies = append(w.companies, &company{
			id: hexID("company", r.Key), externalID: r.Key, name: r.Name, plan: r.Plan, website: r.Website,
			industry: r.Industry, size: r.Size, spend: r.Spend, created: w.since(r.Age), attributes: r.Attributes,
		})
	}
	for _, m := range w.macros {
		m.created = w.since(m.Age)
	}
}

func (w *workspace) loadContacts() {
	var rows []contactRow
	mustRead("contacts.json", &rows)
	for _, r := range rows {
		c := &contact{
			id: hexID("contact", r.Key), key: r.Key, role: r.Role, name: r.Name, email: r.Email, phone: r.Phone,
			externalID: r.ExternalID, created: w.since(r.Age), city: r.City, region: r.Region, country: r.Country,
			countryCode: r.CountryCode, browser: r.Browser, os: r.OS, language: r.Language, segments: r.Segments,
			attributes: r.Attributes, bounced: r.Bounced, unsubscribed: r.Unsubscribed, deleted: r.Deleted,
		}
		if c.role == "" {
			c.role = "user"
		}
		if r.Seen != "" {
			c.lastSeen = w.since(r.Seen)
		}
		if r.MergedInto != "" {
			c.mergedInto = hexID("contact", r.MergedInto)
		}
		if a := w.adminKeyed(r.Owner); a != nil {
			c.owner = a.id
		}
		for _, key := range r.Companies {
			c.companies = append(c.companies, hexID("company", key))
		}
		for _, name := range r.Tags {
			c.tags = append(c.tags, w.addTag(name))
		}
		for i, text := range r.Notes {
			w.lastNote++
			c.notes = append(c.notes, contactNote{
				id: formatInt(w.lastNote), body: text, admin: w.admins[i%3].id, created: c.created + int64(i+1)*86_400,
			})
		}
		w.contacts = append(w.contacts, c)
	}
}

func (w *workspace) loadFiles() {
	types := map[string]string{
		".pdf": "application/pdf", ".png": "image/png", ".csv": "text/csv", ".txt": "text/plain", ".json": "application/json",
	}
	entries, err := fs.ReadDir(data, "workspace/files")
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	for _, e := range entries {
		raw, err := data.ReadFile("workspace/files/" + e.Name())
		if err != nil {
			panic("sandbox: " + err.Error())
		}
		w.addFile(e.Name(), e.Name(), types[path.Ext(e.Name())], raw)
	}
}

// addTag returns the tag of that name, made if need be.
func (w *workspace) addTag(name string) *tag {
	if t := w.tagNamed(name); t != nil {
		return t
	}
	w.lastTag++
	t := &tag{id: formatInt(w.lastTag), name: name}
	w.tags = append(w.tags, t)
	return t
}

func (w *workspace) knowsAttribute(name string) bool { return slices.Contains(w.attributes, name) }

func (w *workspace) adminKeyed(key string) *admin {
	return find(w.admins, func(a *admin) bool { return key != "" && a.key == key })
}

func (w *workspace) contactKeyed(key string) *contact {
	return find(w.contacts, func(c *contact) bool { return key != "" && c.key == key })
}

// uploadKey names the next uploaded file.
func (w *workspace) uploadKey() string { return fmt.Sprintf("upload-%d", len(w.files)) }

// since is the moment that long before the workspace began, as in "2d3h".
func (w *workspace) since(ago string) int64 { return w.start - int64(span(ago)/time.Second) }

// span reads a duration that may begin with days.
func span(s string) time.Duration {
	var days int
	rest := s
	if d, after, ok := strings.Cut(s, "d"); ok {
		if _, err := fmt.Sscanf(d, "%d", &days); err != nil {
			panic(fmt.Sprintf("sandbox: duration %q: %v", s, err))
		}
		rest = after
	}
	total := time.Duration(days) * 24 * time.Hour
	if rest != "" {
		d, err := time.ParseDuration(rest)
		if err != nil {
			panic(fmt.Sprintf("sandbox: duration %q: %v", s, err))
		}
		total += d
	}
	return total
}
