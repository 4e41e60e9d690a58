package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	taskward "example.com/taskward/client"
)

const password = "Correct-horse-7"

func main() {
	configuration := taskward.NewConfiguration()
	configuration.Servers = taskward.ServerConfigurations{{URL: os.Getenv("TASKWARD_URL")}}
	client := taskward.NewAPIClient(configuration)
	anonymous := context.Background()
	name := fmt.Sprintf("g%d", time.Now().UnixNano())

	registration := *taskward.NewRegistrationInput(name+"@example.com", name, password)
	registered, _, err := client.AuthenticationAPI.Register(anonymous).RegistrationInput(registration).Execute()
	expect(err == nil && registered.Data.GetRole() == taskward.USER, "registered", err)

	credentials := *taskward.NewLoginInput(password)
	credentials.SetUsername(name)
	login, _, err := client.AuthenticationAPI.Login(anonymous).LoginInput(credentials).Execute()
	expect(err == nil, "signed in", err)
	ada := context.WithValue(anonymous, taskward.ContextAccessToken, login.Token)

	due := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	input := *taskward.NewTaskInput("Water the plants")
	input.SetDueAt(due)
	created, _, err := client.TasksAPI.CreateTask(ada).TaskInput(input).Execute()
	expect(err == nil && created.Data.Priority == taskward.MEDIUM && created.Data.GetDueAt().Equal(due), "created", err)
	id := created.Data.Id

	patch := taskward.TaskPatch{Priority: taskward.HIGH.Ptr()}
	patched, _, err := client.TasksAPI.PatchTask(ada, id).TaskPatch(patch).Execute()
	expect(err == nil && patched.Data.Priority == taskward.HIGH && patched.Data.Title == input.Title, "patched", err)

	list, _, err := client.TasksAPI.ListTasks(ada).Priority(taskward.HIGH).Completed(false).Sort("-dueAt,title").Execute()
	expect(err == nil && len(list.Data) == 1 && list.Data[0].Id == id && list.Meta.GetTotal() == 1, "listed", err)

	title := "Feed the cat"
	create := taskward.TaskOperation{Op: taskward.CREATE, Data: &taskward.TaskPatch{Title: &title}}
	complete := *taskward.NewTaskOperation(taskward.COMPLETE)
	complete.SetId(id)
	bulk := *taskward.NewTaskBulkInput([]taskward.TaskOperation{create, complete})
	results, _, err := client.TasksAPI.BulkTasks(ada).TaskBulkInput(bulk).Execute()
	expect(err == nil && results.Data[0].Status == 201 && results.Data[1].Status == 200, "bulk", err)

	_, err = client.TasksAPI.DeleteTask(ada, id).Execute()
	expect(err == nil, "deleted", err)
	_, _, err = client.TasksAPI.ReadTask(ada, id).Execute()
	var failure *taskward.GenericOpenAPIError
	expect(errors.As(err, &failure), "a failure", err)
	body, typed := failure.Model().(taskward.ErrorResponse)
	expect(typed && body.Code == taskward.NOT_FOUND, "a failure that says why", err)
	fmt.Println("openapi-generator go: the story holds")
}

func expect(holds bool, what string, err error) {
	if !holds {
		fmt.Println("not so:", what, err)
		os.Exit(1)
	}
}
