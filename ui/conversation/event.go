package conversation

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"parley/api"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// event is something that happened, in words.
type event struct {
	text string
	at   time.Time
	rank int // 0 is what an agent looks for first
}

// hidden reports parts that only concern Intercom's own bookkeeping.
func hidden(p *api.Part) bool {
	return p.PartType == "language_detection_details" && !p.Message()
}

// dimmed are the types of messages that nobody needs to read twice.
var dimmed = map[string]bool{
	"channel_and_reply_time_expectation": true, "user_became_idle": true, "resolution_bot_found_no_answer": true,
	"fin_guidance_applied": true, "custom_answer_applied": true, "operator_workflow_event": true,
	"custom_action_started": true, "custom_action_finished": true, "language_detection_details": true,
}

// messageWords say what kind of message a part is where that matters more
// than who wrote it.
var messageWords = map[string]string{
	"conversation_summary":             "AI summary — internal",
	"call_summary":                     "call summary",
	"conversation_rating_remark_added": "remark on the rating",
}

// plainEvents are events that one phrase says in full; whoever did it is
// added.
var plainEvents = map[string]string{
	"open": "reopened", "close": "closed", "unsnoozed": "unsnoozed", "timer_unsnooze": "snooze ran out",
	"note_and_reopen": "reopened", "note_and_unsnooze": "unsnoozed",
	"participant_added": "participant added", "participant_removed": "participant removed", "participant": "participant",
	"conversation_sla_removed": "SLA removed", "conversation_sla_target_missed": "SLA target missed",
	"conversation_sla_paused": "SLA paused", "conversation_sla_unpaused": "SLA resumed",
	"attribute_collector": "asked for data", "attribute_collected": "data collected",
	"user_became_idle": "contact became idle", "resolution_bot_found_no_answer": "bot found no answer",
	"fin_guidance_applied": "Fin followed guidance", "custom_answer_applied": "custom answer given",
	"merged_primary_conversation": "another conversation was merged into this one", "company_updated": "company changed",
	"ticket_state_updated_by_admin": "ticket state changed", "ticket_attribute_updated_by_admin": "ticket changed",
}

// unattended are events that nobody brings about, whoever is named as their
// author.
var unattended = map[string]bool{
	"timer_unsnooze": true, "user_became_idle": true, "conversation_sla_target_missed": true,
	"conversation_sla_paused": true, "conversation_sla_unpaused": true,
}

// event puts a part without a body into words.
func (b *builder) event(p *api.Part) event {
	text := b.did(p)
	if text == "" {
		text = human(p.PartType)
	}
	if text == "" {
		text = "event"
	}
	by := b.names.author(&p.Author)
	if by != "" && !unattended[p.PartType] && !strings.Contains(text, " by ") && !strings.Contains(text, by) {
		text += " by " + by
	}
	return event{text: text, at: p.CreatedAt.Time, rank: rank(p.PartType)}
}

// rank says what comes first where not all events of a run fit in its line:
// who has the conversation and in which state, then what people did, then
// what rules and workflows did.
func rank(partType string) int {
	switch {
	case strings.Contains(partType, "assign"), strings.Contains(partType, "snooz"), strings.Contains(partType, "rating"),
		partType == "open", partType == "close", partType == "merged_primary_conversation", partType == "conversation_sla_target_missed":
		return 0
	case strings.Contains(partType, "_sla_"), strings.HasSuffix(partType, "_by_rule"), strings.HasSuffix(partType, "_by_workflow"), dimmed[partType]:
		return 2
	default:
		return 1
	}
}

// did says what a part did besides being a message, "" when nothing. Types
// that are not known here do nothing as messages.
func (b *builder) did(p *api.Part) string {
	if s, ok := plainEvents[p.PartType]; ok {
		return s
	}
	d := details(p.EventDetails)
	switch p.PartType {
	case "snoozed":
		return b.snoozed(p)
	case "assignment", "assign_and_reopen", "assign_and_unsnooze", "default_assignment", "workflow_assignment",
		"away_mode_assignment", "message_strategy_assignment":
		return b.assigned(p)
	case "conversation_rating_changed", "conversation_rating_remark_added":
		return b.rated(p)
	case "conversation_attribute_updated_by_admin", "conversation_attribute_updated_by_user",
		"conversation_attribute_updated_by_workflow":
		return d.attribute(p.PartType)
	case "conversation_tags_updated":
		return tagged(p)
	case "priority_changed":
		return "priority changed"
	case "priority_changed_by_rule":
		return "priority changed by a rule"
	case "conversation_sla_applied_by_rule":
		return b.sla("a rule")
	case "conversation_sla_applied_by_workflow":
		return b.sla("a workflow")
	case "custom_action_started":
		return d.action("started")
	case "custom_action_finished":
		return d.action("finished")
	case "operator_workflow_event":
		return d.workflow()
	default:
		return ""
	}
}

// assigned words an assignment. Without a reference the assignee did not
// change or is no longer there, which the API does not tell apart.
func (b *builder) assigned(p *api.Part) string {
	to := "assignment changed"
	if p.AssignedTo != nil {
		to = "unassigned"
		if name, ok := b.names.assignee(p.AssignedTo); ok {
			to = "assigned to " + name
		}
	}
	switch p.PartType {
	case "assign_and_reopen":
		return to + " and reopened"
	case "assign_and_unsnooze":
		return to + " and unsnoozed"
	case "default_assignment":
		return to + " by the default rule"
	case "workflow_assignment":
		return to + " by a workflow"
	case "away_mode_assignment":
		return to + " since a teammate is away"
	case "message_strategy_assignment":
		if p.Author.Bot() {
			return to + " by balanced assignment"
		}
		return to + " from the queue"
	default:
		return to
	}
}

// snoozed words a snooze, with its end where that is the one in force.
func (b *builder) snoozed(p *api.Part) string {
	c := b.thread.Conversation
	until := c.SnoozedUntil.Time
	if c.State != api.StateSnoozed || until.IsZero() || p.CreatedAt.After(until) || b.laterSnooze(p) {
		return "snoozed"
	}
	return "snoozed until " + until.In(b.loc).Format("Mon 2 Jan 15:04")
}

func (b *builder) laterSnooze(p *api.Part) bool {
	for i := range b.thread.Conversation.Parts.Items {
		other := &b.thread.Conversation.Parts.Items[i]
		if other.PartType == "snoozed" && other.CreatedAt.After(p.CreatedAt.Time) {
			return true
		}
	}
	return false
}

// rated words a rating: the parts do not carry it, the conversation does.
func (b *builder) rated(p *api.Part) string {
	r := b.thread.Conversation.Rating
	if r == nil {
		return human(strings.TrimPrefix(p.PartType, "conversation_"))
	}
	text := pane.Rating(r.Score)
	if text == "" {
		text = "rating asked for"
	} else {
		text = "rated " + text
	}
	if r.Remark != "" && p.PartType == "conversation_rating_remark_added" && p.Body == "" {
		text += fmt.Sprintf(": “%s”", richtext.Inline(r.Remark))
	}
	return text
}

func (b *builder) sla(by string) string {
	if s := b.thread.Conversation.SLA; s != nil && s.Name != "" {
		return "SLA " + richtext.Inline(s.Name) + " applied by " + by
	}
	return "SLA applied by " + by
}

func tagged(p *api.Part) string {
	tags := make([]string, 0, len(p.Tags.Items))
	for _, t := range p.Tags.Items {
		tags = append(tags, richtext.Inline(t.Name))
	}
	if len(tags) == 0 {
		return "tags changed"
	}
	return "tags changed to " + strings.Join(tags, ", ")
}

// eventDetails is what the shapes of event_details have in common.
type eventDetails struct {
	Workflow, Attribute, Event, Action struct{ Name, Type, Result label }
	Value                              struct{ Name, Previous label }
}

// label is text at a place where the API puts strings, numbers, booleans or
// lists.
type label string

func (l *label) UnmarshalJSON(raw []byte) error {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	switch v := v.(type) {
	case nil, map[string]any:
	case []any:
		words := make([]string, len(v))
		for i, w := range v {
			words[i] = fmt.Sprint(w)
		}
		*l = label(richtext.Inline(strings.Join(words, ", ")))
	default:
		*l = label(richtext.Inline(fmt.Sprint(v)))
	}
	return nil
}

// details reads event_details as far as it has a known shape.
func details(raw json.RawMessage) eventDetails {
	var d eventDetails
	if len(raw) > 0 && json.Unmarshal(raw, &d) != nil {
		return eventDetails{}
	}
	return d
}

func (d *eventDetails) attribute(partType string) string {
	text := "an attribute changed"
	if d.Attribute.Name != "" {
		text = string(d.Attribute.Name) + " changed"
		if d.Value.Name != "" {
			text = string(d.Attribute.Name + " set to " + d.Value.Name)
		}
		if d.Value.Previous != "" {
			text += string(" (was " + d.Value.Previous + ")")
		}
	}
	if strings.HasSuffix(partType, "_by_workflow") {
		text += " by a workflow"
		if d.Workflow.Name != "" {
			text = strings.TrimSuffix(text, "a workflow") + fmt.Sprintf("the workflow “%s”", d.Workflow.Name)
		}
	}
	return text
}

func (d *eventDetails) action(verb string) string {
	text := "custom action " + verb
	if d.Action.Name != "" {
		text = fmt.Sprintf("action “%s” %s", d.Action.Name, verb)
	}
	if d.Action.Result != "" {
		text += string(": " + d.Action.Result)
	}
	return text
}

func (d *eventDetails) workflow() string {
	text := "workflow step"
	if d.Workflow.Name != "" {
		text = fmt.Sprintf("workflow “%s”", d.Workflow.Name)
	}
	for _, w := range []label{d.Event.Type, d.Event.Result} {
		if w != "" {
			text += " " + human(string(w))
		}
	}
	return text
}
