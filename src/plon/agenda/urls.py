from django.urls import path

from plon.agenda.views import calendar, picked, tasks

app_name = "agenda"
urlpatterns = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/new/", tasks.new, name="new"),
    path("tasks/picked/", picked.picked, name="picked"),
    path("tasks/picked/<uuid:batch>/back/", picked.back, name="picked-back"),
    path("tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("tasks/<uuid:task_id>/outcome/", tasks.outcome, name="outcome"),
    path("tasks/<uuid:task_id>/back/", tasks.back, name="back"),
    path("tasks/<uuid:task_id>/owner/", tasks.owner, name="owner"),
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("settings/calendar/days-off", calendar.days_off, name="days-off"),
    path("settings/calendar/days-off/end", calendar.day_off_end, name="day-off-end"),
]
