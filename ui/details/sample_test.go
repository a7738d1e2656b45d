package details_test

import (
	"encoding/json"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
	"parley/ui/theme"
)

// noon is the time in these tests: a Tuesday.
var noon = time.Date(2026, time.November, 17, 12, 0, 0, 0, time.UTC)

func ago(d time.Duration) api.Time { return api.Time{Time: noon.Add(-d)} }

const day = 24 * time.Hour

func newEnv() *pane.Env {
	t, err := theme.New("none")
	if err != nil {
		panic(err)
	}
	return &pane.Env{Theme: t, Now: func() time.Time { return noon }}
}

var directory = desk.Directory{
	Admins: []api.Admin{{ID: "41", Name: "Ana Sousa"}},
	Teams:  []api.Team{{ID: "7", Name: "Billing"}},
	Tags:   []api.Tag{{ID: "3", Name: "refund"}},
}

// known decodes an object whose fields all are known.
func known[T any](s string) T {
	var v T
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		panic(err)
	}
	return v
}

// sample is a conversation and a contact of whom everything is known.
func sample() desk.Thread {
	c := known[api.Conversation](`{"type":"conversation","id":"215470000123456","title":"Refund","state":"open","open":true,"read":true,
		"created_at":1794826800,"updated_at":1794830400,"waiting_since":1794830000,"priority":"priority",
		"admin_assignee_id":41,"team_assignee_id":"7",
		"source":{"type":"email","id":"90001","delivered_as":"customer_initiated","subject":"<p>Refund</p>","url":"https://shop.example.com/orders",
			"author":{"type":"user","id":"c1","name":"Ada Obi","email":"ada@example.com"},
			"attachments":[{"type":"upload","name":"a.pdf","url":"https://x.example/a.pdf","content_type":"application/pdf","filesize":48211}]},
		"tags":{"tags":[{"type":"tag","id":"3","name":"refund","applied_at":1794828000,"applied_by":{"type":"admin","id":"41"}}]},
		"contacts":{"contacts":[{"type":"contact","id":"c1","external_id":"u-77"},{"type":"contact","id":"c2"}]},
		"teammates":{"teammates":[{"type":"admin","id":"41"}]},
		"conversation_rating":{"rating":4,"remark":"Quick &amp; kind","created_at":1794830000,"contact":{"id":"c1"},"teammate":{"type":"admin","id":"41"}},
		"first_contact_reply":{"created_at":1794826800,"type":"email","url":"https://shop.example.com/first"},
		"sla_applied":{"sla_name":"Gold","sla_status":"active"},
		"statistics":{"time_to_assignment":60,"time_to_admin_reply":3725,"time_to_first_close":90000,"time_to_last_close":90061,
			"median_time_to_reply":0,"first_contact_reply_at":1794826800,"first_assignment_at":1794826860,"first_admin_reply_at":1794830525,
			"first_close_at":1794830600,"last_assignment_at":1794826861,"last_assignment_admin_reply_at":1794830526,
			"last_contact_reply_at":1794830000,"last_admin_reply_at":1794830527,"last_close_at":1794830601,"last_closed_by_id":41,
			"count_reopens":1,"count_assignments":2,"count_conversation_parts":14,"handling_time":300,"adjusted_handling_time":240},
		"custom_attributes":{"order":4411,"vip":true},
		"topics":{"topics":[{"id":"1","name":"Payments"}]},
		"ticket":{"id":"900","ticket_id":"12","title":"Double charge","state":"in_progress"},
		"linked_objects":{"data":[{"type":"ticket","id":"900","category":"back_office"}],"total_count":1},
		"ai_agent_participated":true,
		"ai_agent":{"source_type":"workflow","source_title":"Triage","last_answer_type":"ai_answer","resolution_state":"routed_to_team","rating":2,"rating_remark":"Slow"},
		"company":{"id":"co1","name":"Obi Ltd"},
		"channel":{"initial":"chat","current":"email"},
		"conversation_parts":{"total_count":1,"conversation_parts":[{"id":"71","part_type":"comment","body":"<p>x</p>","created_at":1794828000,
			"updated_at":1794828100,"notified_at":1794828060,"external_id":"ext-5","assigned_to":{"type":"team","id":"7"},
			"author":{"type":"admin","id":"41","name":"Ana Sousa","email":"ana@example.com","from_ai_agent":true},"state":"open",
			"app_package_code":"crm","email_message_metadata":{"subject":"Re: Refund","email_address_headers":[{"type":"to","email_address":"ada@example.com","name":"Ada"}]}}]}}`)
	return desk.Thread{
		Conversation: &c,
		Contact: &api.Contact{
			ID: "c1", ExternalID: "u-77", Role: "user", Name: "Ada Obi", Email: "ada@example.com", Phone: "+44 20 7946 0000", OwnerID: "41",
			CreatedAt: ago(400 * day), SignedUpAt: ago(300 * day), LastSeenAt: ago(5 * time.Minute), LastRepliedAt: ago(3 * time.Hour),
			Location: &api.Location{City: "Leeds", Country: "United Kingdom"}, Browser: "Firefox", OS: "Linux", Language: "en",
			CustomAttributes: api.Attributes{{Name: "plan", Value: "Pro"}, {Name: "seats", Value: "14"}}, Unsubscribed: true, HardBounced: true,
		},
		FetchedAt: noon,
	}
}

var company = api.Company{
	ID: "co1", CompanyID: "obi", Name: "Obi Ltd", Plan: &api.Plan{Name: "Scale"}, Size: api.Num(120), Website: "https://obi.example",
	Industry: "Retail", MonthlySpend: api.Num(900), SessionCount: api.Num(0), UserCount: api.Num(8), CreatedAt: ago(500 * day),
	LastRequestAt: ago(time.Hour), CustomAttributes: api.Attributes{{Name: "region", Value: "EU"}},
}

var earlier = []desk.Row{
	{Conversation: &api.Conversation{ID: "1", Title: "Where is my parcel?", State: api.StateClosed, UpdatedAt: ago(9 * day)}, Assignee: "Ana Sousa"},
	{Conversation: &api.Conversation{ID: "2", State: api.StateSnoozed, UpdatedAt: ago(90 * day)}, Preview: "Can I change the address?"},
}
