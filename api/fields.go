package api

import (
	"maps"
	"slices"
)

// conversationFields are the fields by which conversations can be searched.
// The list is the same in every version from 2.7; conversation_rating.admin_d
// is how Intercom spells it.
var conversationFields = fieldTable(map[fieldType][]string{
	stringField: {
		"id", "source.type", "source.id", "source.delivered_as", "source.subject", "source.body",
		"source.author.id", "source.author.type", "source.author.name", "source.author.email", "source.url",
		"contact_ids", "teammate_ids", "tag_ids", "channel_initiated", "state", "priority",
		"statistics.last_closed_by_id",
		"conversation_rating.remark", "conversation_rating.contact_id", "conversation_rating.admin_d", "conversation_rating.admin_id",
		"ai_agent.resolution_state", "ai_agent.last_answer_type", "ai_agent.rating_remark", "ai_agent.source_type", "ai_agent.source_title",
	},
	intField: {
		"admin_assignee_id", "team_assignee_id",
		"statistics.time_to_assignment", "statistics.time_to_admin_reply", "statistics.time_to_first_close",
		"statistics.time_to_last_close", "statistics.median_time_to_reply",
		"statistics.count_reopens", "statistics.count_assignments", "statistics.count_conversation_parts",
		"conversation_rating.score", "ai_agent.rating",
	},
	dateField: {
		"created_at", "updated_at", "waiting_since", "snoozed_until",
		"statistics.first_contact_reply_at", "statistics.first_assignment_at", "statistics.first_admin_reply_at",
		"statistics.first_close_at", "statistics.last_assignment_at", "statistics.last_assignment_admin_reply_at",
		"statistics.last_contact_reply_at", "statistics.last_admin_reply_at", "statistics.last_close_at",
		"conversation_rating.requested_at", "conversation_rating.replied_at",
	},
	boolField: {"open", "read", "ai_agent_participated"},
})

func fieldTable(byType map[fieldType][]string) map[string]fieldType {
	table := map[string]fieldType{}
	for kind, names := range byType {
		for _, name := range names {
			table[name] = kind
		}
	}
	return table
}

// SearchFields returns the names of the fields by which conversations can be
// searched, sorted.
func SearchFields() []string { return slices.Sorted(maps.Keys(conversationFields)) }
