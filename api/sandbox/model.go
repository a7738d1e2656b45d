package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
)

// Times are unix seconds; 0 stands for null, as does "" for ids and states.

type admin struct {
	id, key, name, email, jobTitle string
	away, awayReassign             bool
	awayReason                     int64
	seat, bot                      bool
	teams                          []string
	avatar                         string
	role                           string
}

type team struct {
	id, key, name string
	admins        []string
	limit         int64
	distribution  string
}

type tag struct{ id, name string }

type appliedTag struct {
	tag *tag
	at  int64
	by  string // admin id, or "" for the bot
}

type company struct {
	id, externalID, name, plan, website, industry string
	size, spend, created                          int64
	attributes                                    map[string]any
}

type contact struct {
	id, key, externalID, role, name, email, phone string
	created, lastSeen, lastReplied                int64
	owner                                         string
	country, region, city, countryCode            string
	browser, os, language                         string
	bounced, unsubscribed, spam                   bool
	companies                                     []string
	tags                                          []*tag
	notes                                         []contactNote
	segments                                      []string
	attributes                                    map[string]any
	avatar                                        string
	deleted                                       bool
	mergedInto                                    string
}

type contactNote struct {
	id      string
	body    string
	admin   string
	created int64
}

type author struct {
	kind, id, name, email string
	ai, aiAnswer          bool
}

type reference struct{ kind, id string }

// attachment is one file on a message; its bytes are in workspace.files.
type attachment struct{ file *file }

type file struct {
	id, name, contentType string
	data                  []byte
	width, height         int
}

type quickReply struct {
	Text string `json:"text"`
	UUID string `json:"uuid"`
}

type part struct {
	id                        int64
	kind, body                string
	created, updated, noticed int64
	assignedTo                *reference
	author                    author
	attachments               []attachment
	externalID                string
	redacted                  bool
	state                     string
	eventDetails              json.RawMessage
	quickReplies              []quickReply
	emailSubject              string
	tags                      []*tag
}

type source struct {
	kind, id, deliveredAs, subject, body string
	author                               author
	attachments                          []attachment
	url                                  string
	redacted                             bool
}

type rating struct {
	score           int64
	remark          string
	created         int64
	contact, admin  string
	contactExternal string
}

type slaPolicy struct {
	Name  string `json:"name"`
	First int64  `json:"first_reply"` // seconds
	Next  int64  `json:"next_reply"`  // seconds
}

type slaState struct {
	policy  slaPolicy
	status  string // "" once removed by hand
	replied bool
}

type aiAgent struct {
	sourceType, sourceTitle, answer, resolution, remark string
	rating                                              int64
	created, updated                                    int64
	sources                                             []aiSource
}

type aiSource struct {
	Type   string `json:"content_type"`
	URL    string `json:"url"`
	Title  string `json:"title"`
	Locale string `json:"locale"`
}

type linkedObject struct {
	kind, id, category string
}

// priority is one of the five levels of 2.16; older versions see whether it
// is above none.
type priority int

var priorityNames = []string{"none", "low", "medium", "high", "urgent"}

func (p priority) name(v version) string {
	if v >= v216 {
		return priorityNames[p]
	}
	if p > 0 {
		return "priority"
	}
	return "not_priority"
}

// ticketOf is what converting a conversation leaves on it.
type ticketOf struct {
	id, number, typeID, stateID string
	attributes                  map[string]any
}

type conversation struct {
	id, key, title             string
	created, updated           int64
	waitingSince, snoozedUntil int64
	state                      string
	read                       bool
	priority                   priority
	adminID, teamID            string
	tags                       []appliedTag
	rating                     *rating
	source                     source
	contacts                   []string
	teammates                  []string
	attributes                 map[string]any
	firstContactReply          int64
	sla                        *slaState
	stats                      statistics
	parts                      []*part
	linked                     []linkedObject
	ai                         *aiAgent
	companyID                  string
	channel                    string
	topics                     []string
	ticket                     *ticketOf
	deleted                    bool
	mergedInto                 string
	indexed                    []snapshot // what search still sees, oldest first
}

// snapshot is a conversation as it was until a moment.
type snapshot struct {
	until int64 // unix milliseconds
	was   *conversation
}

// frozen copies what search and list can see; parts are left out.
func (c *conversation) frozen() *conversation {
	f := *c
	f.tags = slices.Clone(c.tags)
	f.contacts = slices.Clone(c.contacts)
	f.teammates = slices.Clone(c.teammates)
	f.attributes = maps.Clone(c.attributes)
	f.stats.replyTimes = slices.Clone(c.stats.replyTimes)
	if c.sla != nil {
		sla := *c.sla
		f.sla = &sla
	}
	if c.rating != nil {
		r := *c.rating
		f.rating = &r
	}
	f.parts, f.indexed = nil, nil
	return &f
}
