/** The cases' elements, each under its name; the parts first. */
import { AnswerBox } from "./view/answer-box";
import { BulkDialog } from "./view/bulk-dialog";
import { CaseActions } from "./view/case-actions";
import { CaseImages } from "./view/case-images";
import { CaseList } from "./view/case-list";
import { CasePage } from "./view/case-page";
import { CaseTimeline } from "./view/case-timeline";
import { CasesView } from "./view/cases-view";
import { ContactDialog } from "./view/contact-dialog";
import { ContactMade } from "./view/contact-made";
import { LettersDialog } from "./view/letters-dialog";
import { PublishForm } from "./view/publish-form";
import { ServicePicker } from "./view/service-picker";
import { UnsentWords } from "./view/unsent-words";

const ELEMENTS: Record<string, CustomElementConstructor> = {
  "answer-box": AnswerBox,
  "unsent-words": UnsentWords,
  "service-picker": ServicePicker,
  "publish-form": PublishForm,
  "case-actions": CaseActions,
  "case-images": CaseImages,
  "case-timeline": CaseTimeline,
  "case-page": CasePage,
  "case-list": CaseList,
  "bulk-dialog": BulkDialog,
  "contact-made": ContactMade,
  "contact-dialog": ContactDialog,
  "letters-dialog": LettersDialog,
  "cases-view": CasesView,
};

for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
