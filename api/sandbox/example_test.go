package sandbox_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"parley/api/sandbox"
)

func ExampleNew() {
	box := sandbox.New(sandbox.Options{Seed: 1})
	id, _ := box.ConversationID("refund-4411")

	body := `{"message_type":"note","type":"admin","admin_id":"` + sandbox.MeID + `","body":"Checked the log."}`
	req := httptest.NewRequest(http.MethodPost, "/conversations/"+id+"/reply", strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+sandbox.DefaultToken)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	box.ServeHTTP(answer, req)

	e := box.Journal()[0]
	fmt.Println(answer.Code, e.Operation, e.Applied)
	// Output: 200 reply true
}
