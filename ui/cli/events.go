package cli

import (
	"strings"

	"parley/api"
)

// events says in words what parts did that are more than a message. An
// unknown type is humanised: Intercom's list is open.
var events = map[string]string{
	api.PartComment:                        "",
	api.PartNote:                           "",
	api.PartQuickReply:                     "",
	"note_and_reopen":                      "reopened",
	"note_and_unsnooze":                    "unsnoozed",
	api.PartOpen:                           "reopened",
	api.PartClose:                          "closed",
	api.PartSnoozed:                        "snoozed",
	"timer_unsnooze":                       "unsnoozed: the time was up",
	"away_mode_assignment":                 "reassigned, because a teammate is away",
	"participant_added":                    "participant added",
	"participant_removed":                  "participant removed",
	"conversation_rating_changed":          "rated",
	"conversation_rating_remark_added":     "rating remark",
	"conversation_tags_updated":            "tags updated",
	"conversation_sla_applied_by_rule":     "SLA applied by a rule",
	"conversation_sla_applied_by_workflow": "SLA applied by a workflow",
	"conversation_sla_removed":             "SLA removed",
	"conversation_sla_target_missed":       "SLA target missed",
	"conversation_sla_paused":              "SLA paused",
	"conversation_sla_unpaused":            "SLA resumed",
	"user_became_idle":                     "contact became idle",
	"merged_primary_conversation":          "merged with another conversation",
}

// bookkeeping are the parts that tell an agent nothing.
var bookkeeping = map[string]bool{
	"language_detection_details":     true,
	"user_became_idle":               true,
	"operator_workflow_event":        true,
	"custom_action_started":          true,
	"custom_action_finished":         true,
	"fin_guidance_applied":           true,
	"custom_answer_applied":          true,
	"attribute_collected":            true,
	"resolution_bot_found_no_answer": true,
}

// event says what the part did, apart from what is written in it; "" for a
// plain message.
func (n names) event(p *api.Part) string {
	words, known := events[p.PartType]
	if !known {
		words = humanise(p.PartType)
	}
	if !strings.Contains(p.PartType, "assign") {
		return words
	}
	words = "assigned to " + n.assignedTo(p.AssignedTo)
	switch {
	case strings.HasSuffix(p.PartType, "_and_reopen"):
		words += ", reopened"
	case strings.HasSuffix(p.PartType, "_and_unsnooze"):
		words += ", unsnoozed"
	case p.PartType == "default_assignment":
		words += " by default"
	case p.PartType == "workflow_assignment":
		words += " by a workflow"
	case p.PartType == "away_mode_assignment":
		words += ", because a teammate is away"
	}
	return words
}

// assignedTo says who an assignment went to.
func (n names) assignedTo(r *api.Reference) string {
	switch {
	case r == nil || r.Type == "nobody_admin" || r.ID.IsZero():
		return "nobody"
	case r.Type == "team":
		return n.team(r.ID)
	case r.Type == "admin":
		return n.admin(r.ID)
	default:
		return humanise(r.Type) + " #" + string(r.ID)
	}
}
