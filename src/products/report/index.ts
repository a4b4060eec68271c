export type { ReportData, ReportLetter, Shown } from './data.js';
export { writeReportPage } from './page.js';
