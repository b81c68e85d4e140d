"""Addresses of the desk."""

from django.urls import path

from yichuang.surfaces.desk.views import (
    bundles,
    files,
    hand_over,
    identify,
    intake,
    items,
    organisation,
    receipt,
    seat,
    sign,
    start,
    visit,
)

app_name = "desk"
urlpatterns = [
    path("", start.start, name="start"),
    path("seat", seat.take, name="take_seat"),
    path("seat/leave", seat.give_up, name="leave_seat"),
    path("read", identify.read, name="read"),
    path("identify", identify.by_hand, name="by_hand"),
    path("drafts/<uuid:draft>/", visit.visit, name="visit"),
    path("drafts/<uuid:draft>/items", items.items, name="items"),
    path("drafts/<uuid:draft>/files", files.upload, name="upload"),
    path("drafts/<uuid:draft>/files/<str:digest>", files.view, name="file"),
    path("drafts/<uuid:draft>/alone", identify.alone, name="alone"),
    path("drafts/<uuid:draft>/guardianship", identify.guardianship, name="guardianship"),
    path("drafts/<uuid:draft>/organisation", organisation.organisation, name="organisation"),
    path("drafts/<uuid:draft>/standing", identify.stand, name="stand"),
    path("drafts/<uuid:draft>/mandate", identify.record_mandate, name="mandate"),
    path("drafts/<uuid:draft>/ask", sign.ask, name="ask"),
    path("drafts/<uuid:draft>/signing", sign.state, name="signing"),
    path("drafts/<uuid:draft>/submit", receipt.submit_draft, name="submit"),
    path("sign/<uuid:draft>", sign.sign, name="sign"),
    path("counter/", sign.counter, name="counter"),
    path("applications/<str:number>/", receipt.receipt, name="receipt"),
    path("applications/<str:number>/receipt.pdf", receipt.receipt_pdf, name="receipt_pdf"),
    path("applications/<str:number>/cases/<str:case>/settle", receipt.settle, name="settle"),
    path("applications/<str:number>/delivery.pdf", hand_over.delivery_pdf, name="delivery_pdf"),
    path("hand-over/", hand_over.hand_over, name="hand_over"),
    path("hand-over/entitle", hand_over.entitle, name="entitle"),
    path("bundles/", bundles.bundles, name="bundles"),
    path("bundles/send", bundles.send, name="send_bundle"),
    path("bundles/<str:bundle>/take", bundles.take, name="take_bundle"),
    path("bundles/<str:bundle>.pdf", bundles.bundle_pdf, name="bundle_pdf"),
    path("intake/", intake.intake, name="intake"),
    path("intake/<str:number>/<str:action>", intake.act, name="act"),
]
