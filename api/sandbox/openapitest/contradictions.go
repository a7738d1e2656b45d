package openapitest

import (
	"regexp"
	"slices"
)

// Contradiction is a place where what the API does, as the vendor's own
// examples show it, is not what the description says.
type Contradiction struct {
	Name     string
	Versions []string // all when empty
	Call     *regexp.Regexp
	Where    *regexp.Regexp
	Reason   *regexp.Regexp
}

var (
	notNull = regexp.MustCompile(`^Value is not nullable$`)
	absent  = regexp.MustCompile(`^property "\w+" is missing$`)
	v211    = []string{"2.11"}
)

// Contradictions are all that are known. The order matters: the first that
// covers a finding explains it.
var Contradictions = []Contradiction{
	{
		Name:   "part assigned_to is null when nobody was assigned",
		Where:  regexp.MustCompile(`/conversation_parts/\d+/assigned_to$`),
		Reason: notNull,
	},
	{
		Name:     "part email_message_metadata is null outside email",
		Versions: []string{"2.14", "2.16"},
		Where:    regexp.MustCompile(`/conversation_parts/\d+/email_message_metadata$`),
		Reason:   notNull,
	},
	{
		Name:   "ai_agent is null when none took part",
		Where:  regexp.MustCompile(`^(/conversations/\d+)?/ai_agent$`),
		Reason: notNull,
	},
	{
		Name:   "rating remark is null when nothing was remarked",
		Where:  regexp.MustCompile(`/conversation_rating/remark$`),
		Reason: notNull,
	},
	{
		Name:   "sla_status is null once an SLA was removed by hand",
		Where:  regexp.MustCompile(`/sla_applied/sla_status$`),
		Reason: regexp.MustCompile(`not one of the allowed values|not nullable`),
	},
	{
		Name:     "custom_attributes hold booleans",
		Versions: []string{"2.14", "2.16"},
		Where:    regexp.MustCompile(`/custom_attributes/`),
		Reason:   regexp.MustCompile(`anyOf`),
	},
	{
		Name:   "contact notes path id is 24 hex digits",
		Call:   regexp.MustCompile(`^(GET|POST) /contacts/\{\w+\}/notes$`),
		Reason: regexp.MustCompile(`^value [0-9a-f]{24}: an invalid integer`),
	},
	{
		Name:   "notes of a contact page by address",
		Call:   regexp.MustCompile(`^GET /contacts/\{\w+\}/notes$`),
		Where:  regexp.MustCompile(`^/pages/next$`),
		Reason: regexp.MustCompile(`must be an object`),
	},
	{
		Name:     "attaching and detaching customers answers with customers only",
		Versions: v211,
		Call:     regexp.MustCompile(`/customers(/|$)`),
		Reason:   absent,
	},
	{
		Name:     "companies of a contact are under data",
		Versions: v211,
		Call:     regexp.MustCompile(`^GET /contacts/\{\w+\}/companies$`),
		Where:    regexp.MustCompile(`^/companies$`),
		Reason:   absent,
	},
	{
		Name:     "ticket types and their attributes are lists under data",
		Versions: v211,
		Call:     regexp.MustCompile(`/ticket_types$|/convert$|^GET /conversations/\{\w+\}$`),
		Where:    regexp.MustCompile(`^(/ticket_types|/type|.*/ticket_type_attributes(/.*)?)$`),
	},
	{
		Name:     "2.11 forbids nulls that are everywhere",
		Versions: v211,
		Where:    regexp.MustCompile(`/(conversation_rating|sla_applied|teammates|first_contact_reply|statistics|pages/next)$`),
		Reason:   notNull,
	},
	{
		Name:     "2.11 requires what only images and tagging have",
		Versions: v211,
		Where:    regexp.MustCompile(`/attachments/\d+/(width|height)$|/data/\d+/applied_(at|by)$`),
		Reason:   absent,
	},
	{
		Name:     "2.11 requires the subject of a message without one",
		Versions: v211,
		Call:     regexp.MustCompile(`^POST /conversations$`),
		Where:    regexp.MustCompile(`^/subject$`),
		Reason:   absent,
	},
}

func (c Contradiction) covers(f Finding) bool {
	return (len(c.Versions) == 0 || slices.Contains(c.Versions, f.Version)) &&
		matches(c.Call, f.Call) && matches(c.Where, f.Where) && matches(c.Reason, f.Reason)
}

func matches(re *regexp.Regexp, s string) bool { return re == nil || re.MatchString(s) }

// Explain returns the name of the contradiction that a finding is, or "".
func Explain(f Finding) string {
	for _, c := range Contradictions {
		if c.covers(f) {
			return c.Name
		}
	}
	return ""
}

// Unexplained returns the findings that no contradiction covers.
func Unexplained(findings []Finding) []Finding {
	var out []Finding
	for _, f := range findings {
		if Explain(f) == "" {
			out = append(out, f)
		}
	}
	return out
}
